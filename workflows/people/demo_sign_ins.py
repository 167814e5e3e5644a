"""Who can be tried out in the demo world: invented people, one for each way of using the program."""

from dataclasses import dataclass

from workflows.permissions import Role


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """One invented person: their address, name and role, and the affiliate's short name for those inside one."""

    email: str
    name: str
    role: Role
    affiliate: str = ""
    known_as: str = ""  # where two people share a role

    @property
    def title(self) -> str:
        """`Program manager`; inside an affiliate without the word: `Director`."""
        return self.known_as or self.role.label.removeprefix("Affiliate ").capitalize()


def _national(box: str, name: str, role: Role, known_as: str = "") -> DemoSignIn:
    return DemoSignIn(f"{box}@national.example.org", name, role, known_as=known_as)


def _inside(affiliate: str, box: str, name: str, role: Role) -> DemoSignIn:
    return DemoSignIn(f"{box}@{affiliate.lower()}.example.org", name, role, affiliate)


DEMO_SIGN_INS: tuple[DemoSignIn, ...] = (
    _national("admin", "Ruth Okafor", Role.NETWORK_ADMINISTRATOR),
    _national("manager", "Marisol Vega", Role.PROGRAM_MANAGER),
    _national("finance", "Theo Lindqvist", Role.FINANCE_OFFICER),
    _national("coach", "Amara Diallo", Role.COACH),
    _national("reviewer", "Jonas Feld", Role.REVIEWER),
    _national("reviewer2", "Priya Raman", Role.REVIEWER, "Second reviewer"),
    _national("privacy", "Solveig Moen", Role.PRIVACY_STEWARD),
    _national("auditor", "Gerald Whitlock", Role.AUDITOR),
    _inside("Harbor", "director", "Dana Ortiz", Role.AFFILIATE_DIRECTOR),
    _inside("Harbor", "data", "Samir Haddad", Role.AFFILIATE_DATA_LEAD),
    _inside("Harbor", "staff", "Lucy Brandt", Role.AFFILIATE_STAFF),
    _inside("Harbor", "finance", "Owen Pratt", Role.AFFILIATE_FINANCE),
    _inside("Prairie", "director", "Helen Whitcomb", Role.AFFILIATE_DIRECTOR),
    _inside("Prairie", "data", "Tomas Rivera", Role.AFFILIATE_DATA_LEAD),
    _inside("Cascade", "director", "Nora Lindgren", Role.AFFILIATE_DIRECTOR),
    _inside("Cascade", "data", "Eli Park", Role.AFFILIATE_DATA_LEAD),
    _inside("Mesa", "director", "Carmen Salas", Role.AFFILIATE_DIRECTOR),
    _inside("Mesa", "data", "Idris Bello", Role.AFFILIATE_DATA_LEAD),
    _inside("Lakeside", "director", "Grace Nyberg", Role.AFFILIATE_DIRECTOR),
    _inside("Lakeside", "data", "Minh Tran", Role.AFFILIATE_DATA_LEAD),
)
