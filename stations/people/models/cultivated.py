"""Persons whom a station brought to a certificate and who work nowhere in the network."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.people.enums import CultivationWay
from stations.people.models.exam import EXAM_LEVELS
from stations.people.rules import view_people, write_people
from stations.records.models import Record


class CultivatedPersonQuerySet(RestrictedQuerySet):
    rules = {"view": view_people(), "edit": write_people(), "reveal": write_people()}


class CultivatedPerson(Record):
    """One person's certificate, counted for the station that led to it (M43, M44, Q08).

    A worker's certificate is a `Credential`; C18 takes both and knows a person by the index of
    the ID number, so who joins the network later is still one.
    """

    station = models.ForeignKey(
        "network.Station",
        verbose_name=_("Cultivated by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Encrypted, unlike a worker's name: the person is no party to the network.
    name = EncryptedTextField(_("Full name"))
    id_number = EncryptedTextField(_("ID number"))
    id_number_index = models.CharField(max_length=64, editable=False)
    level = models.CharField(_("Certificate level"), max_length=20, choices=EXAM_LEVELS)
    number = models.CharField(_("Certificate number"), max_length=60, blank=True, default="")
    issued_on = models.DateField(_("Issued on"))
    way = models.CharField(_("How the station cultivated"), max_length=20, choices=CultivationWay)
    hours = models.DecimalField(
        _("Hours trained by the station"),
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )

    objects = CultivatedPersonQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-id"]
        indexes = [models.Index(fields=["station", "issued_on"], name="cultivated_station_day")]
        constraints = [
            models.UniqueConstraint(
                name="cultivatedperson_once",
                fields=["id_number_index"],
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        """Without the name: this text goes into the audit trail."""
        return f"{self.level} {self.issued_on}"
