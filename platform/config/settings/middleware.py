"""The path of a request, outermost first, and the three URL roots."""

from config.settings.web import WEB_MIDDLEWARE

WSGI_APPLICATION = "config.wsgi.application"

# Chosen per host by kernel.tenancy.middleware (architecture.md, decision 3).
URLCONFS = {
    "province": "config.urls_public",
    "county": "config.urls_county",
    "ops": "config.urls_ops",
}
ROOT_URLCONF = URLCONFS["province"]

MIDDLEWARE = [
    "kernel.audit.request.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kernel.tenancy.middleware.HostMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    *WEB_MIDDLEWARE,
    # Last: it needs the user, and nothing may answer for a county before it.
    "kernel.access.middleware.MembershipMiddleware",
]
