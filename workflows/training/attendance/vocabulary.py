"""The words of meeting reports in the languages that Zoom and Teams write them in.

English, German, French, Spanish, Portuguese, Italian and Dutch, as the programs were seen to write them. A word is
compared in plain form: without case, accents, width and punctuation.
"""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache


class Column(StrEnum):
    """What a column holds. The value is how a sentence names it."""

    NAME = "Name"
    USER = "User Name"  # the host's beside a meeting, a person's where no other name stands
    EMAIL = "Email"
    ACCOUNT = "Participant ID (UPN)"
    JOINED = "Join Time"
    LEFT = "Leave Time"
    FIRST_JOINED = "First Join"
    LAST_LEFT = "Last Leave"
    MINUTES = "Duration (Minutes)"
    ROLE = "Role"
    GUEST = "Guest"
    WAITING = "In waiting room"
    ATTENDED = "Attended"
    ACTION = "User Action"
    AT = "Timestamp"
    AT_UTC = "UtcEventTimestamp"
    MEETING = "Meeting ID"
    MEETING_START = "Start time"


_WORD_BREAKS = re.compile(r"[\W_]+")
_HEADING_MAX = 60  # characters
_NUMBER_AT_THE_END = re.compile(r" \d{1,2}$")  # a second column of one heading, as some programs rename it


def plain(text: str) -> str:
    """Without differences that only a computer sees: case, accents, width, punctuation and spacing."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(_WORD_BREAKS.sub(" ", letters).split())


@lru_cache(maxsize=20_000)
def column_of(heading: str) -> Column | None:
    """The column that a heading stands over, or None for one we do not need."""
    if len(heading) > _HEADING_MAX or "@" in heading or heading[:1].isdigit():
        return None
    text = plain(heading)
    return COLUMNS.get(text) or COLUMNS.get(_NUMBER_AT_THE_END.sub("", text))


def says_yes(cell: str) -> bool:
    return plain(cell) in YES


def says_no(cell: str) -> bool:
    return plain(cell) in NO


_HEADINGS = (
    (Column.NAME, """
        name (original name) | user name (original name) | name | full name | FullName | participant name | participant
        NameOriginalName | name (originalname) | name (ursprünglicher Name) | benutzername (originalname)
        benutzername (ursprünglicher Name) | vollständiger name | teilnehmername
        nom (nom d’origine) | nom (nom original) | nom d’utilisateur (nom d’origine) | nom d’utilisateur (nom original)
        nom | nom complet | nom du participant
        nombre (nombre original) | nombre de usuario (nombre original) | nombre | nombre completo
        nombre del participante
        nome (nome original) | nome de usuário (nome original) | nome do utilizador (nome original) | nome
        nome completo | nome do participante
        nome (nome originale) | nome utente (nome originale) | nome del partecipante
        naam (oorspronkelijke naam) | naam (originele naam) | gebruikersnaam (oorspronkelijke naam)
        gebruikersnaam (originele naam) | naam | volledige naam | naam van deelnemer"""),
    (Column.USER, """
        user name | benutzername | nom d’utilisateur | nombre de usuario | nome de usuário | nome do utilizador
        nome utente | gebruikersnaam"""),
    (Column.EMAIL, """
        user email | email | e-mail | email address | e-mail address | user e-mail
        e-mail-adresse | benutzer-e-mail | e-mail des benutzers | e-mail-adresse des benutzers
        adresse e-mail | e-mail de l’utilisateur | e-mail utilisateur | courriel | adresse électronique
        correo electrónico | e-mail del usuario | correo electrónico del usuario | correo
        dirección de correo electrónico
        e-mail do usuário | email do usuário | e-mail do utilizador | endereço de e-mail
        e-mail utente | email dell’utente | e-mail dell’utente | posta elettronica | indirizzo e-mail
        e-mailadres | e-mail van gebruiker | e-mailadres van gebruiker | e-mail gebruiker"""),
    (Column.ACCOUNT, """
        participant id (upn) | participant id | ParticipantId | upn | user principal name
        teilnehmer-id (upn) | teilnehmer-id | id du participant (upn) | id de participant (upn)
        identifiant du participant (upn) | id del participante (upn) | id de participante (upn)
        id do participante (upn) | id partecipante (upn) | id del partecipante (upn)
        deelnemer-id (upn) | deelnemers-id (upn) | id deelnemer (upn)"""),
    (Column.JOINED, """
        join time | joined | time joined
        beitrittszeit | beitrittszeitpunkt | zeit des beitritts | zeitpunkt des beitritts | teilnahmezeit | beitritt
        heure d’arrivée | heure de connexion | heure de participation | heure d’entrée | heure pour rejoindre
        hora de entrada | hora para unirse | hora de unión | hora de ingreso | hora de incorporación
        ingressar na hora | horário de entrada | hora de ingresso | hora da entrada
        ora di ingresso | ora di accesso | ora di partecipazione | ora di entrata | orario di ingresso
        tijd van deelname | deelnametijd | tijdstip van deelname | tijd deelname | toetredingstijd"""),
    (Column.LEFT, """
        leave time | left | time left | time exited
        austrittszeit | verlassenszeit | zeit des verlassens | zeitpunkt des verlassens | verlassen | verlasszeit
        heure de départ | heure de sortie | heure de déconnexion | heure pour quitter
        hora de salida | hora para salir | hora de abandono
        hora de saída | sair na hora | horário de saída | hora da saída
        ora di uscita | orario di uscita | ora di abbandono | ora di disconnessione
        tijd van vertrek | vertrektijd | tijdstip van vertrek | tijd vertrek | verlaattijd"""),
    (Column.FIRST_JOINED, """
        first join | first join time | erster beitritt | erste teilnahme
        première arrivée | première connexion | première participation | première entrée | premier accès
        primera entrada | primera unión | primer acceso | primera incorporación | primer ingreso
        primeira entrada | primeiro acesso | primeiro ingresso
        primo accesso | primo ingresso | prima partecipazione | prima entrata
        eerste deelname | eerste keer deelgenomen | eerste toetreding"""),
    (Column.LAST_LEFT, """
        last leave | last leave time | letztes verlassen | letzter austritt
        dernier départ | dernière sortie | dernière déconnexion
        última salida | último abandono | última saída
        ultima uscita | ultimo abbandono | ultima disconnessione
        laatste vertrek | laatst verlaten | laatste keer verlaten"""),
    (Column.MINUTES, """
        duration (minutes) | duration | total duration (minutes) | in-meeting duration | time in session (minutes)
        dauer (minuten) | dauer | gesamtdauer (minuten) | dauer der besprechung | dauer in der besprechung
        besprechungsdauer | zeit in der sitzung (minuten) | zeit in sitzung (minuten) | anwesenheitsdauer
        durée (minutes) | durée | durée totale (minutes) | durée de la réunion | durée en réunion
        durée dans la réunion | temps en session (minutes) | temps passé en session (minutes)
        duración (minutos) | duración | duración total (minutos) | duración de la reunión | duración en la reunión
        tiempo en sesión (minutos) | tiempo en la sesión (minutos)
        duração (minutos) | duração | duração total (minutos) | duração da reunião | duração na reunião
        tempo na sessão (minutos) | permanência (minutos)
        durata (minuti) | durata | durata totale (minuti) | durata della riunione | durata nella riunione
        durata riunione | tempo in sessione (minuti) | tempo nella sessione (minuti)
        duur (minuten) | duur | totale duur (minuten) | duur van de vergadering | vergaderduur
        duur in vergadering | tijd in sessie (minuten)"""),
    (Column.ROLE, "role | rolle | rôle | rol | função | papel | ruolo"),
    (Column.GUEST, """
        guest | is guest | gast | ist gast | invité | est invité | invitado | es invitado | convidado | é convidado
        ospite | è ospite | is gast"""),
    (Column.WAITING, """
        in waiting room | InWaitingRoom | im warteraum | im wartezimmer | in warteraum | in wartezimmer
        en salle d’attente | dans la salle d’attente | en sala de espera | en la sala de espera
        na sala de espera | em sala de espera | in sala d’attesa | in sala di attesa | nella sala d’attesa
        in wachtruimte | in wachtkamer | in de wachtruimte"""),
    (Column.ATTENDED, """
        attended | teilgenommen | anwesend | a participé | présent | asistió | ha asistido | participou | compareceu
        ha partecipato | partecipato | presente | deelgenomen | aanwezig"""),
    (Column.ACTION, """
        user action | action | benutzeraktion | aktion | action de l’utilisateur | action utilisateur
        acción del usuario | acción | ação do usuário | ação do utilizador | ação
        azione utente | azione dell’utente | azione | gebruikersactie | actie"""),
    (Column.AT, """
        timestamp | time stamp | zeitstempel | horodatage | horodateur | marca de tiempo | marca temporal
        fecha y hora | carimbo de data/hora | data e ora | indicatore data e ora | tijdstempel"""),
    (Column.AT_UTC, "UtcEventTimestamp | utc event timestamp"),
    (Column.MEETING, """
        meeting id | MeetingID | id | webinar id | id de réunion | id de la reunión | id de reunión | id da reunião
        id riunione | vergaderings-id | besprechungs-id"""),
    (Column.MEETING_START, """
        start time | actual start time | startzeit | heure de début | hora de inicio | hora de início
        ora di inizio | starttijd | begintijd"""),
)  # fmt: skip  # a column and its headings, a language or two a line


def _words(text: str) -> frozenset[str]:
    return frozenset(plain(word) for line in text.splitlines() for word in line.split("|") if word.strip())


COLUMNS: dict[str, Column] = {word: column for column, text in _HEADINGS for word in _words(text)}

YES = _words("yes | y | true | 1 | ja | j | oui | sí | sim | sì | wahr | vrai | verdadero | verdadeiro | vero | waar")
NO = _words("no | n | false | 0 | nein | non | não | nee | falsch | faux | falso | onwaar")

ORGANIZERS = _words("""
    organizer | organiser | host | organisator | organisatorin | veranstalter | organisateur | organisatrice | hôte
    organizador | organizadora | anfitrión | anfitrião | organizzatore | organizzatrice""")
"""Roles of whoever holds the meeting."""

HOST_TITLES = _words("""
    host | hosts | hostdetails | hostgegevens | hôte | animateur | anfitrión | anfitrião | organizzatore | gastgeber""")
"""One of these words in the title of a section says that it lists the hosts."""

JOINING = _words("""
    joined | joined before | beigetreten | vorher beigetreten | zuvor beigetreten | bereits beigetreten
    a rejoint | rejoint | a rejoint avant | rejoint avant | déjà connecté | participe
    se unió | unido | se unió antes | se ha unido | se unió anteriormente | entró
    ingressou | entrou | ingressou antes | entrou antes | ingressou anteriormente
    ha partecipato | è entrato | entrato | si è unito | si è unito prima | unito prima | entrato prima
    deelgenomen | toegetreden | eerder deelgenomen | is toegetreden""")
LEAVING = _words("""
    left | verlassen | hat verlassen | a quitté | quitté | parti | est parti | salió | abandonó | ha salido | saiu
    uscito | è uscito | ha abbandonato | ha lasciato | verlaten | heeft verlaten | vertrokken""")

STANDINGS = _words("""
    guest | external | unverified | gast | extern | nicht überprüft | nicht verifiziert | invité | invitée | externe
    non vérifié | non vérifiée | invitado | invitada | externo | externa | no verificado | no verificada
    sin verificar | convidado | convidada | não verificado | não verificada | ospite | esterno | esterna
    non verificato | non verificata | niet geverifieerd | anonym | anonymous""")
"""What Teams adds in parentheses behind the name of somebody from outside."""
