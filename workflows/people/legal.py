"""The numbers by which an affiliate is known to the law and to the government: how they look, and why not."""

import re

EIN_DIGITS = 9
UEI_LENGTH = 12
LEGAL_NAME_MAX = 200
ADDRESS_MAX = 300
EIN_HINT = "Nine digits, as on the letter of the IRS: 12-3456789."
UEI_HINT = "Twelve letters and digits from SAM.gov, without the letters I and O."
_UEI = re.compile(r"[A-HJ-NP-Z0-9]{12}")


def tidy_ein(typed: str) -> str:
    """`12-3456789`; what is no such number stays as it was typed, without idle space."""
    digits = re.sub(r"[\s-]", "", typed)
    return (
        f"{digits[:2]}-{digits[2:]}" if digits.isascii() and digits.isdecimal() and len(digits) == 9 else typed.strip()
    )


def tidy_uei(typed: str) -> str:
    """In capitals and without space."""
    return re.sub(r"\s", "", typed).upper()


def why_not_ein(number: str) -> str:
    """What is wrong with an Employer Identification Number; empty for a good one, or none."""
    if not number or re.fullmatch(r"\d{2}-\d{7}", number, re.ASCII):
        return ""
    return "An Employer Identification Number has nine digits, such as 12-3456789. Check it against the IRS letter."


def why_not_uei(number: str) -> str:
    """What is wrong with a Unique Entity Identifier; empty for a good one, or none."""
    if not number or _UEI.fullmatch(number):
        return ""
    if len(number) != UEI_LENGTH:
        return f"A Unique Entity Identifier has 12 characters; this one has {len(number)}. Copy it from SAM.gov."
    if set(number) & set("IO"):
        return "A Unique Entity Identifier has no letter I or O. Use the digits 1 and 0, or copy it from SAM.gov."
    return "A Unique Entity Identifier has only letters and digits. Copy it from SAM.gov."
