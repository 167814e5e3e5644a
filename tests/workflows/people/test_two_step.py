"""The app's codes: each works once, half a minute early or late, and the secret is never kept readable."""

from datetime import timedelta

import pyotp
import pytest

from tests.factories import NOW
from workflows.errors import DomainError
from workflows.people import two_step

CIPHER = two_step.cipher_from("tests-only-" + "x" * 40)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PRESENT = int(NOW.timestamp()) // two_step.STEP


def code(shift: int = 0) -> str:
    return pyotp.TOTP(SECRET).at((PRESENT + shift) * two_step.STEP)


@pytest.mark.parametrize("shift", [-1, 0, 1])
def test_a_code_works_a_step_early_and_a_step_late(shift: int) -> None:
    assert two_step.step_of_code(SECRET, code(shift), now=NOW, after=0) == PRESENT + shift


@pytest.mark.parametrize("typed", [code(-2), code(2), "", "000", "not a code"])
def test_any_other_code_is_refused(typed: str) -> None:
    with pytest.raises(DomainError, match="That code is not right") as refusal:
        two_step.step_of_code(SECRET, typed, now=NOW, after=0)
    assert refusal.value.reasons[0].where == "code"


def test_a_code_with_a_space_in_the_middle_is_the_same_code() -> None:
    assert two_step.step_of_code(SECRET, f"{code()[:3]} {code()[3:]}", now=NOW, after=0) == PRESENT


@pytest.mark.parametrize("after", [PRESENT, PRESENT + 1])
def test_a_code_of_a_used_step_is_refused(after: int) -> None:
    with pytest.raises(DomainError, match="That code was used already"):
        two_step.step_of_code(SECRET, code(), now=NOW, after=after)


def test_the_kept_secret_is_encrypted_and_opens_only_with_the_same_key() -> None:
    sealed = two_step.seal(CIPHER, SECRET, now=NOW)
    assert SECRET not in sealed
    assert len(sealed) <= 200  # the column
    assert two_step.unseal(CIPHER, sealed) == SECRET
    with pytest.raises(DomainError, match="Ask an administrator"):
        two_step.unseal(two_step.cipher_from("another-" + "y" * 40), sealed)


@pytest.mark.parametrize(("user_id", "minutes"), [(7, 31), (8, 1)])
def test_an_offered_secret_is_for_one_person_and_half_an_hour(user_id: int, minutes: int) -> None:
    sealed = two_step.new_sealed_secret(CIPHER, user_id=7, now=NOW)
    assert len(two_step.open_offered_secret(CIPHER, sealed, user_id=7, now=NOW)) == 32
    with pytest.raises(DomainError, match="open for too long"):
        two_step.open_offered_secret(CIPHER, sealed, user_id=user_id, now=NOW + timedelta(minutes=minutes))


def test_a_kept_secret_cannot_be_offered_as_a_fresh_one() -> None:
    with pytest.raises(DomainError, match="open for too long"):
        two_step.open_offered_secret(CIPHER, two_step.seal(CIPHER, SECRET, now=NOW), user_id=7, now=NOW)


def test_recovery_codes_are_ten_and_read_however_they_are_typed() -> None:
    codes = two_step.new_recovery_codes()
    assert len(set(codes)) == 10
    assert {len(one) for one in codes} == {19}
    hashes = {two_step.hash_of_recovery_code(f, user_id=1) for f in (codes[0], codes[0].upper().replace("-", " "))}
    assert len(hashes) == 1
    assert two_step.hash_of_recovery_code(codes[0], user_id=2) not in hashes
