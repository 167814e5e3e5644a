"""Whether a Word template may be used for a kind of document, as a refusal in sentences or not at all."""

from workflows.documents.inspection import inspect_template
from workflows.documents.shapes import field_paths
from workflows.errors import DomainError

__all__ = ["TemplateProblem", "check_template", "field_paths", "template_variables"]


class TemplateProblem(DomainError):
    """The Word template cannot be used; one sentence for each place to mend."""


def check_template(template: bytes, context_type: type) -> None:
    """Raise `TemplateProblem` unless the template asks only for what `context_type` offers.

    Raises `BrokenDocument` when the file itself is damaged, has macros or fetches things from outside.
    """
    template_variables(template, context_type)


def template_variables(template: bytes, context_type: type) -> set[str]:
    """Every variable the template reads, as dotted paths: `goals`, `goals.target`; loops are followed.

    Raises as `check_template` does.
    """
    inspection = inspect_template(template, context_type)
    if inspection.faults:
        raise TemplateProblem(*dict.fromkeys(map(str, inspection.faults)))
    return set(inspection.used)
