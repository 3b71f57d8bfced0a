"""Pages: templates, static files, content security and permissions policy, languages (ui.md)."""

from csp.constants import NONCE, NONE, SELF

from config.settings import env
from config.settings.paths import ROOT

# Between the user and the membership middleware, outermost first: the language before
# anything is rendered, the policy on every page, refusals of the domain as pages.
WEB_MIDDLEWARE = (
    "kernel.web.language.LanguageMiddleware",
    "csp.middleware.CSPMiddleware",
    "kernel.web.permissions.PermissionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kernel.web.refusals.RefusalMiddleware",
)

# zh-hans comes first: it is the language of whoever has not chosen another.
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS: list[str] = []  # each app keeps its own locale/ folder

# Name of the authority on the province host.
PROVINCE_NAME = env.read_text("QIANZHAN_PROVINCE_NAME", "四川省")

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / ".static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Hashed names, kept for ever by browsers on slow village links.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", _LOADERS)],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "kernel.web.templatetags.web",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "kernel.web.context.page",
            ],
        },
    }
]
FORM_RENDERER = "kernel.web.forms.FormRenderer"

# No unsafe-inline, no unsafe-eval, no style attributes. data: is for the arrows that
# the style sheet draws as data images.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "worker-src": [SELF],
    }
}
