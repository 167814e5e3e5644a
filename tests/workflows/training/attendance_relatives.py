"""One meeting as every known report tells it: Zoom's six shapes, Teams' five, and six languages.

Session 1 was held from 14:00 to 15:30 in New York on 4 March 2026. Ana Ruiz came at 13:58:10, was out from 14:20:05 to
14:23:00 and left at 15:30:02: 87.1 minutes. Bo Lee, a guest, was there from 14:05 to 14:45.
"""

# ruff: noqa: E501  a row of a report is as long as it is

ANA_WAS_THERE = ("87.1", True, True)
BO_WAS_SHORT = ("40.0", False, True)

ZOOM = {
    "Z1 classic": """
Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent
Ana Ruiz (ana r),ana@harbor.example.org,03/04/2026 01:58:10 PM,03/04/2026 02:20:05 PM,22,Yes,Y
Ana Ruiz (ana r),ana@harbor.example.org,03/04/2026 02:23:00 PM,03/04/2026 03:30:02 PM,68,Yes,Y
Bo Lee,,03/04/2026 02:05:00 PM,03/04/2026 02:45:00 PM,40,Yes,
""",
    "Z2 with meeting data": """
Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
812 3456 7890,Session 1,03/04/2026 02:00:00 PM,03/04/2026 03:30:00 PM,host@national.example.org,90,2

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
Ana Ruiz,ana@harbor.example.org,03/04/2026 01:58:10 PM,03/04/2026 02:20:05 PM,22,Yes
Ana Ruiz,ana@harbor.example.org,03/04/2026 02:23:00 PM,03/04/2026 03:30:02 PM,68,Yes
Bo Lee,bo@harbor.example.org,03/04/2026 02:05:00 PM,03/04/2026 02:45:00 PM,40,Yes
""",
    "Z4 newer labels, 24 hours, day first": """
Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,Recording disclaimer response,In waiting room
Ana Ruiz,ana@harbor.example.org,04/03/2026 13:50:00,04/03/2026 13:58:10,8,Yes,,Yes
Ana Ruiz,ana@harbor.example.org,04/03/2026 13:58:10,04/03/2026 14:20:05,22,Yes,,No
Ana Ruiz,ana@harbor.example.org,04/03/2026 14:23:00,04/03/2026 15:30:02,68,Yes,,No
Bo Lee,bo@harbor.example.org,04/03/2026 14:05:00,04/03/2026 14:45:00,40,Yes,,No
""",
    "Z5 webinar": """
Attendee Report
Report Generated:,"03/04/2026 04:00 PM"
Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered,Unique Viewers
Session 1,812 3456 7890,"03/04/2026 02:00 PM",90,14,11
Host Details,
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name
Yes,National Staff,host@national.example.org,"03/04/2026 01:50 PM","03/04/2026 03:32 PM",102,No,United States,
Panelist Details,
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name
Yes,Ana Ruiz,ana@harbor.example.org,"03/04/2026 01:58:10 PM","03/04/2026 02:20:05 PM",22,Yes,United States,
Yes,Ana Ruiz,ana@harbor.example.org,"03/04/2026 02:23:00 PM","03/04/2026 03:30:02 PM",68,Yes,United States,
Attendee Details,
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name
No,Ana Ruiz,ana@harbor.example.org,--,--,--,--,,
Other Attended,
User Name,Join Time,Leave Time,Time in Session (minutes),Country/Region Name
Bo Lee,"03/04/2026 02:05 PM","03/04/2026 02:45 PM",40,United States,
""",
    "Z6 a whole account's report, with another meeting": """
Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants,Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
812,Session 1,03/04/2026 02:00:00 PM,03/04/2026 03:30:00 PM,host@national.example.org,90,2,Ana Ruiz,ana@harbor.example.org,03/04/2026 01:58:10 PM,03/04/2026 02:20:05 PM,22,Yes
812,Session 1,03/04/2026 02:00:00 PM,03/04/2026 03:30:00 PM,host@national.example.org,90,2,Ana Ruiz,ana@harbor.example.org,03/04/2026 02:23:00 PM,03/04/2026 03:30:02 PM,68,Yes
812,Session 1,03/04/2026 02:00:00 PM,03/04/2026 03:30:00 PM,host@national.example.org,90,2,Bo Lee,bo@harbor.example.org,03/04/2026 02:05:00 PM,03/04/2026 02:45:00 PM,40,Yes
777,Board,03/05/2026 02:00:00 PM,03/05/2026 03:30:00 PM,host@national.example.org,90,1,Cy Otoo,cy@prairie.example.org,03/05/2026 02:00:00 PM,03/05/2026 03:30:00 PM,90,Yes
""",
    "Z6 saved again with numbered headings": """
Topic,MeetingID,User_Name,User_Email_1,Start_Time,End_Time,Duration_Minutes_1,Participants,NameOriginalName,User_Email_2,Join_Time,Leave_Time,Duration_Minutes_2,Guest,InWaitingRoom
Session 1,812,National Staff,host@national.example.org,04/03/2026 14:00,04/03/2026 15:30,90,2,Ana Ruiz,ana@harbor.example.org,04/03/2026 13:58:10,04/03/2026 14:20:05,22,Yes,No
Session 1,812,National Staff,host@national.example.org,04/03/2026 14:00,04/03/2026 15:30,90,2,Ana Ruiz,ana@harbor.example.org,04/03/2026 14:23:00,04/03/2026 15:30:02,68,Yes,No
Session 1,812,National Staff,host@national.example.org,04/03/2026 14:00,04/03/2026 15:30,90,2,Bo Lee,bo@harbor.example.org,04/03/2026 14:05:00,04/03/2026 14:45:00,40,Yes,No
""",
    "Zoom in Spanish": """
Nombre (nombre original);E-mail del usuario;Hora para unirse;Hora para salir;Duración (minutos);Invitado;En sala de espera
Ana Ruiz;ana@harbor.example.org;04/03/2026 13:58:10;04/03/2026 14:20:05;22;Sí;No
Ana Ruiz;ana@harbor.example.org;04/03/2026 14:23:00;04/03/2026 15:30:02;68;Sí;No
Cy Otoo;cy@prairie.example.org;04/03/2026 14:00:00;04/03/2026 15:30:00;90;Sí;Sí
Bo Lee;bo@harbor.example.org;04/03/2026 14:05:00;04/03/2026 14:45:00;40;Sí;No
""",
    "Zoom in Portuguese": """
Nome (nome original),E-mail,Ingressar na hora,Hora de saída,Duração (minutos),Convidado,Na sala de espera
Ana Ruiz,ana@harbor.example.org,04/03/2026 13:58:10,04/03/2026 14:20:05,22,Sim,Não
Ana Ruiz,ana@harbor.example.org,04/03/2026 14:23:00,04/03/2026 15:30:02,68,Sim,Não
Bo Lee,bo@harbor.example.org,04/03/2026 14:05:00,04/03/2026 14:45:00,40,Sim,Não
""",
    "Zoom's whole account in Italian": """
Argomento,Digita,ID,Nome organizzatore,E-mail organizzatore,Ora di inizio,Ora di fine,Partecipanti,Durata (minuti),Nome (nome originale),E-mail,Ora di ingresso,Ora di uscita,Durata (minuti),Guest,In sala d’attesa
Session 1,Riunione,896,National Staff,host@national.example.org,04/03/2026 14:00:00,04/03/2026 15:30:00,2,90,Ana Ruiz,ana@harbor.example.org,04/03/2026 13:58:10,04/03/2026 14:20:05,22,Sì,No
Session 1,Riunione,896,National Staff,host@national.example.org,04/03/2026 14:00:00,04/03/2026 15:30:00,2,90,Ana Ruiz,ana@harbor.example.org,04/03/2026 14:23:00,04/03/2026 15:30:02,68,Sì,No
Session 1,Riunione,896,National Staff,host@national.example.org,04/03/2026 14:00:00,04/03/2026 15:30:00,2,90,Bo Lee,bo@harbor.example.org,04/03/2026 14:05:00,04/03/2026 14:45:00,40,Sì,No
""",
    "Zoom in German": """
Name (Originalname);Benutzer-E-Mail;Beitrittszeit;Austrittszeit;Dauer (Minuten);Gast;Im Warteraum
Ana Ruiz;ana@harbor.example.org;04.03.2026 13:58:10;04.03.2026 14:20:05;22;Ja;Nein
Ana Ruiz;ana@harbor.example.org;04.03.2026 14:23:00;04.03.2026 15:30:02;68;Ja;Nein
Bo Lee;bo@harbor.example.org;04.03.2026 14:05:00;04.03.2026 14:45:00;40;Ja;Nein
""",
    "Zoom in French": """
Nom (nom d’origine);Adresse e-mail;Heure d’arrivée;Heure de départ;Durée (minutes);Invité;En salle d’attente
Ana Ruiz;ana@harbor.example.org;04/03/2026 13:58:10;04/03/2026 14:20:05;22;Oui;Non
Ana Ruiz;ana@harbor.example.org;04/03/2026 14:23:00;04/03/2026 15:30:02;68;Oui;Non
Bo Lee;bo@harbor.example.org;04/03/2026 14:05:00;04/03/2026 14:45:00;40;Oui;Non
""",
    "Zoom in Dutch": """
Naam (oorspronkelijke naam);E-mailadres;Tijd van deelname;Tijd van vertrek;Duur (minuten);Gast;In wachtruimte
Ana Ruiz;ana@harbor.example.org;04-03-2026 13:58:10;04-03-2026 14:20:05;22;Ja;Nee
Ana Ruiz;ana@harbor.example.org;04-03-2026 14:23:00;04-03-2026 15:30:02;68;Ja;Nee
Bo Lee;bo@harbor.example.org;04-03-2026 14:05:00;04-03-2026 14:45:00;40;Ja;Nee
""",
}  # fmt: skip

TEAMS = {
    "T1 current": """
1. Summary
Meeting title→Session 1
Attended participants→2
Start time→3/4/26, 1:55:02\u202fPM
End time→3/4/26, 3:31:40\u202fPM
Meeting duration→1h 36m 38s
Average attendance time→1h 4m 31s

2. Participants
Name→First Join→Last Leave→In-Meeting Duration→Email→Participant ID (UPN)→Role
Ruiz, Ana→3/4/26, 1:58:10\u202fPM→3/4/26, 3:30:02\u202fPM→1h 28m 57s→ana@harbor.example.org→ana@harbor.example.org→Attendee
Bo Lee (Guest)→3/4/26, 2:05:00\u202fPM→3/4/26, 2:45:00\u202fPM→40m→→→Attendee
National Staff→3/4/26, 1:55:02\u202fPM→3/4/26, 3:31:40\u202fPM→1h 36m 38s→host@national.example.org→→Organizer

3. In-Meeting Activities
Name→Join Time→Leave Time→Duration→Email→Role
Ruiz, Ana→3/4/26, 1:58:10\u202fPM→3/4/26, 2:20:05\u202fPM→21m 55s→ana@harbor.example.org→Attendee
Ruiz, Ana→3/4/26, 2:23:00\u202fPM→3/4/26, 3:30:02\u202fPM→1h 7m 2s→ana@harbor.example.org→Attendee
Bo Lee (Guest)→3/4/26, 2:05:00\u202fPM→3/4/26, 2:45:00\u202fPM→40m→→Attendee
National Staff→3/4/26, 1:55:02\u202fPM→3/4/26, 3:31:40\u202fPM→1h 36m 38s→host@national.example.org→Organizer

4. Meeting Engagement
Name→Reactions→Raised hands
Ruiz, Ana→3→1
""",
    "T1 with an address only in section 2 and no blank lines": """
2. Participants
Name→First join→Last leave→In-meeting duration→Email→Participant ID (UPN)→Role
Ana R.→3/4/26, 1:58:10 PM→3/4/26, 3:30:02 PM→1h 28m 57s→→ana@harbor.example.org→Attendee
Bo Lee (External)→3/4/26, 2:05:00 PM→3/4/26, 2:45:00 PM→40m→→→Attendee
3. In-Meeting Activities
Name→Join time→Leave time→Duration→Email→Role
Ana R.→3/4/26, 1:58:10 PM→3/4/26, 2:20:05 PM→21m 55s→→Attendee
Ana R.→3/4/26, 2:23:00 PM→3/4/26, 3:30:02 PM→1h 7m 2s→→Attendee
""",
    "T1 without the activities": """
2. Participants
Name→First Join→Last Leave→In-Meeting Duration→Email→Participant ID (UPN)→Role
Ruiz, Ana→3/4/26, 1:58:10 PM→3/4/26, 3:30:02 PM→1h 28m 57s→ana@harbor.example.org→→Attendee
Bo Lee (Guest) (Unverified)→3/4/26, 2:05:00 PM→3/4/26, 2:45:00 PM→40m→→→Attendee
""",
    "T2 of 2021": """
Meeting Summary
Total Number of Participants→2
Meeting Title→Session 1
Meeting Start Time→3/4/2026, 1:55:02 PM
Meeting End Time→3/4/2026, 3:31:40 PM
Meeting Id→00000000-0000-0000-0000-000000000000

Full Name→Join Time→Leave Time→Duration→Email→Role→Participant ID (UPN)
Ana Ruiz→3/4/2026, 1:58:10 PM→3/4/2026, 2:20:05 PM→21m 55s→ana@harbor.example.org→Presenter→ana@harbor.example.org
Ana Ruiz→3/4/2026, 2:23:00 PM→3/4/2026, 3:30:02 PM→1h 7m→ana@harbor.example.org→Presenter→ana@harbor.example.org
Bo Lee→3/4/2026, 2:05:00 PM→3/4/2026, 2:45:00 PM→40m→bo@harbor.example.org→Attendee→
""",
    "T3 of 2020": """
Full Name→User Action→Timestamp
Ruiz, Ana→Joined before→3/4/2026, 1:58:10 PM
Ruiz, Ana→Left→3/4/2026, 2:20:05 PM
Bo Lee→Joined→3/4/2026, 2:05:00 PM
Bo Lee→Left→3/4/2026, 2:45:00 PM
Ruiz, Ana→Joined→3/4/2026, 2:23:00 PM
""",
    "T4 in German": """
1. Zusammenfassung
Titel der Besprechung→Session 1
2. Teilnehmer
Name→Erster Beitritt→Letztes Verlassen→Dauer der Besprechung→E-Mail→Teilnehmer-ID (UPN)→Rolle
Ana Ruiz→04.03.26, 13:58:10→04.03.26, 15:30:02→1 Std. 28 Min. 57 Sek.→ana@harbor.example.org→ana@harbor.example.org→Teilnehmer
Bo Lee (Gast)→04.03.26, 14:05:00→04.03.26, 14:45:00→40 Min. 0 Sek.→→→Teilnehmer
National Staff→04.03.26, 13:55:02→04.03.26, 15:31:40→1 Std. 36 Min.→host@national.example.org→→Organisator
""",
    "T4 in Portuguese": """
2. Participantes
Nome→Primeira Entrada→Última Saída→Duração da Reunião→Email→ID do participante (UPN)→Função
Ana Ruiz→04/03/26, 13:58:10→04/03/26, 15:30:02→1 h 28 min 57 s→ana@harbor.example.org→ana@harbor.example.org→Participante
Bo Lee (Convidado)→04/03/26, 14:05:00→04/03/26, 14:45:00→40 min→→→Participante
National Staff→04/03/26, 13:55:02→04/03/26, 15:31:40→1 h 36 min→→→Organizador
""",
    "T4 in French": """
2. Participants
Nom→Première connexion→Dernière déconnexion→Durée de la réunion→Adresse e-mail→ID du participant (UPN)→Rôle
Ana Ruiz→04/03/2026 13:58:10→04/03/2026 15:30:02→1 h 28 min 57 s→ana@harbor.example.org→→Participant
Bo Lee (Invité)→04/03/2026 14:05:00→04/03/2026 14:45:00→40 min→→→Participant
National Staff→04/03/2026 13:55:02→04/03/2026 15:31:40→1 h 36 min→→→Organisateur
""",
    "T4 in Spanish": """
2. Participantes
Nombre→Primera entrada→Última salida→Duración de la reunión→Correo electrónico→Id. del participante (UPN)→Rol
Ana Ruiz→4/3/26, 13:58:10→4/3/26, 15:30:02→1 h 28 min 57 s→ana@harbor.example.org→→Asistente
Bo Lee (invitado)→4/3/26, 14:05:00→4/3/26, 14:45:00→40 min→→→Asistente
""",
    "T4 in Italian": """
2. Partecipanti
Nome→Primo accesso→Ultima uscita→Durata della riunione→Indirizzo e-mail→ID partecipante (UPN)→Ruolo
Ana Ruiz→04/03/26, 13:58:10→04/03/26, 15:30:02→1 ora 28 minuti 57 secondi→ana@harbor.example.org→→Partecipante
Bo Lee (Ospite)→04/03/26, 14:05:00→04/03/26, 14:45:00→40 minuti→→→Partecipante
National Staff→04/03/26, 13:55:02→04/03/26, 15:31:40→1 ora 36 minuti→→→Organizzatore
""",
    "T4 in Dutch": """
2. Deelnemers
Naam→Eerste deelname→Laatste vertrek→Duur van de vergadering→E-mailadres→Deelnemer-ID (UPN)→Rol
Ana Ruiz→04-03-2026 13:58:10→04-03-2026 15:30:02→1 uur 28 min 57 sec→ana@harbor.example.org→→Deelnemer
Bo Lee (Gast)→04-03-2026 14:05:00→04-03-2026 14:45:00→40 min→→→Deelnemer
National Staff→04-03-2026 13:55:02→04-03-2026 15:31:40→1 uur 36 min→→→Organisator
""",
}  # fmt: skip

LIVE_EVENT = """
SessionId,ParticipantId,FullName,UserAgent,UtcEventTimestamp,Action,Role
a1,ana@harbor.example.org,Ana Ruiz,Mozilla/5.0,3/4/2026 6:58:10 PM,Joined,Attendee
a1,ana@harbor.example.org,Ana Ruiz,Mozilla/5.0,3/4/2026 7:20:05 PM,Left,Attendee
a2,ana@harbor.example.org,Ana Ruiz,Mozilla/5.0,3/4/2026 7:23:00 PM,Joined,Attendee
a2,ana@harbor.example.org,Ana Ruiz,Mozilla/5.0,3/4/2026 8:30:02 PM,Left,Attendee
b1,7f00-guest,Bo Lee,Mozilla/5.0,3/4/2026 7:05:00 PM,Joined,Attendee
b1,7f00-guest,Bo Lee,Mozilla/5.0,3/4/2026 7:45:00 PM,Left,Attendee
"""

RELATIVES = {
    **{name: text.lstrip() for name, text in ZOOM.items()},
    **{name: text.lstrip().replace("→", "\t") for name, text in TEAMS.items()},
    "T5 live event, in UTC": LIVE_EVENT.lstrip(),
}
