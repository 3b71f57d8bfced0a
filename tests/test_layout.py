"""platform/ is a folder of import roots, never a package: the standard library has the name."""

import platform
import sysconfig
from pathlib import Path

from django.conf import settings


def test_platform_folder_holds_no_module():
    assert sorted(path.name for path in (settings.ROOT / "platform").glob("*.py")) == []


def test_import_platform_is_the_standard_librarys():
    assert Path(platform.__file__).parent == Path(sysconfig.get_path("stdlib"))


def test_each_app_is_in_exactly_one_schema_list():
    shared, county = settings.SHARED_APPS, settings.TENANT_APPS

    assert len(set(shared)) + len(set(county)) == len(settings.INSTALLED_APPS)
    assert set(shared) & set(county) == set()
