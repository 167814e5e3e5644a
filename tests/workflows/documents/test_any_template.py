"""Whatever a template is made of: what the facts offer passes and is rendered; one wrong name is refused."""

import document_samples as samples
from document_parts import AWKWARD
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from word_files import saved, told

from workflows.documents.checking import check_template_file
from workflows.documents.contexts import CONTEXTS
from workflows.documents.package import check_docx
from workflows.documents.render import render
from workflows.documents.shapes import shape_of
from workflows.documents.variables import Variable, list_variables

VARIABLES = {kind: list_variables(context) for kind, context in CONTEXTS.items()}


def lines_of(kind: str, variable: Variable, wrong: str) -> list[str]:
    """The paragraphs that show the variable, with the loops around it; `wrong` stands in its place where given."""
    shape, shown, loops = shape_of(CONTEXTS[kind]), "", []
    for depth, step in enumerate(variable.path.split(".")):
        shape, shown = shape.parts[step], f"{shown}.{step}".lstrip(".")
        if shape.each is not None:
            loops.append(f"{{%p for item{depth} in {shown} %}}")
            shape, shown = shape.each, f"item{depth}"
    if wrong:
        shown = f"{shown.rpartition('.')[0]}.{wrong}".lstrip(".")
    inner = [f"Value: {{{{ {shown} }}}}."]
    if shape.is_picture:
        inner = [f"{{%p if {shown} %}}", *inner, "{%p endif %}"]
    return [*loops, *inner, *["{%p endfor %}"] * len(loops)]


@st.composite
def templates(draw: st.DrawFn) -> tuple[str, list[Variable]]:
    kind = draw(st.sampled_from(list(CONTEXTS)))
    return kind, draw(st.lists(st.sampled_from(VARIABLES[kind]), min_size=1, max_size=6, unique_by=lambda v: v.path))


def written(kind: str, variables: list[Variable], wrong: str = "") -> bytes:
    """A Word file of these variables; the first one under a name that nobody knows where `wrong` is given."""
    word = Document()
    word.core_properties.title = "Made up"
    for number, variable in enumerate(variables):
        for line in lines_of(kind, variable, wrong if number == 0 else ""):
            word.add_paragraph(line)
    return saved(word)


@settings(max_examples=40, deadline=None)
@given(templates())
def test_any_choice_of_variables_passes_and_is_rendered(chosen: tuple[str, list[Variable]]) -> None:
    kind, variables = chosen
    content = written(kind, variables)
    assert check_template_file(content, kind).problems == ()
    made = render(content, samples.with_text(samples.SAMPLES[kind], AWKWARD))
    check_docx(made)
    assert "Value: " in told(made) or all(v.inside for v in variables)  # a list may be empty


@settings(max_examples=40, deadline=None)
@given(templates(), st.text("qxz", min_size=8, max_size=12))
def test_one_renamed_variable_is_refused_by_its_name(chosen: tuple[str, list[Variable]], wrong: str) -> None:
    kind, variables = chosen
    content = written(kind, variables, wrong)
    problems = check_template_file(content, kind).problems
    assert len(problems) in (1, 2)  # a picture is asked for first, and then shown
    assert all(f"{wrong}”" in problem.sentence and problem.where.startswith("Paragraph ") for problem in problems)
