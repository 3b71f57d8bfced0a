from django.apps import AppConfig


class CryptoConfig(AppConfig):
    name = "kernel.crypto"
    label = "crypto"
