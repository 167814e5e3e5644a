"""The words that guessers try first, in lower case: a password may not be one of them, with or without figures."""

_WORDS = """
password passwort passw0rd p@ssword p@ssw0rd password1 password123 password1234 passwordpassword mypassword
newpassword changeme changemenow letmein letmeinnow letmeinplease welcome welcometo welcome123 welcomehome
welcomeback iloveyou iloveyouso iloveyouforever qwerty qwertyuiop qwertyuiopasdf qwerty123456 qwertyqwerty
asdfghjkl asdfghjklzxcvbnm zxcvbnm zxcvbnmasdfghjkl 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc
qazwsx qazwsxedc qazwsxedcrfv zaq12wsx abc123 abcdef abcdefgh abcdefghijkl abcdefghijklm abcd1234 a1b2c3d4e5f6
123456789012 1234567890123 12345678901234 1234567890 123456789 123123123123 111111111111 000000000000
987654321098 121212121212 112233445566 147258369147 admin administrator adminadmin administrator1 rootroot
superman batman spiderman starwars pokemon dragon monkey sunshine princess football baseball basketball
football123 baseball123 trustno1 trustnoone master shadow michael jennifer jordan hunter charlie ashley whatever
nothing secret secretsecret supersecret topsecret mysecret freedom liberty america american unitedstates
correcthorsebatterystaple correct-horse-battery-staple correcthorse ilovecoffee ilovemyfamily ilovemykids
ilovemydog ilovejesus jesuschrist jesuslovesme godisgood godisgreat blessed blessings summer summer2024
summer2025 summer2026 winter winter2024 winter2025 winter2026 spring spring2025 spring2026 autumn autumn2025
autumn2026 monday friday january december november october september computer internet google facebook microsoft
windows office office365 network networks affiliate affiliates national program programs director manager
reviewer finance refugee refugees integration resettlement resettled newcomer newcomers harbor prairie cascade
mesa lakeside temppassword temporary temporarypassword testtest testtesttest testing testing123 guestguest
useruser loginlogin default defaultpassword thisismypassword notmypassword donotguess dontguess lemmein
opensesame abracadabra hellohello hello helloworld goodmorning goodmorning1 lovelovelove forever foreverandever
beautiful happiness happybirthday merrychristmas nicetomeetyou
"""

COMMON_PASSWORDS = frozenset(_WORDS.split())
