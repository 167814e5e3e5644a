"""Flask's extensions, each made once."""

from flask_bootstrap import Bootstrap5
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

csrf = CSRFProtect()
login = LoginManager()
migrate = Migrate()
bootstrap = Bootstrap5()
limiter = Limiter(get_remote_address, strategy="moving-window")
