"""The two choices at the start of a proposal."""

from wtforms import BooleanField

from forms.base import Form


class StartForm(Form):
    """`is_short` declares a small request; `earlier` is the button that begins with last year's proposal."""

    is_short = BooleanField("We ask for little", description="Then you get the short form: fewer questions, same care.")
    earlier = BooleanField("Start from the earlier proposal")

    def for_up_to(self, amount: str) -> "StartForm":
        """Say the amount, such as `$15,000`, that the short form is for."""
        self.is_short.label.text = f"We ask for {amount} or less"
        return self
