"""Forms of documents: a file to compare with the one that was made."""

from flask_wtf.file import FileField, FileRequired

from forms.base import Form


class CompareForm(Form):
    """A file whose digest is compared; it is read once and never kept."""

    file = FileField("The file you have", validators=[FileRequired("Choose a file to compare.")])
