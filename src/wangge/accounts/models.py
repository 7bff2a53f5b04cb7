"""Who may sign in: people, their tokens for programs, and every try to get in.

Ignores what a person may do: that follows from posts (`territory`), never from the account.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from wangge.lib.ids import uuid7
from wangge.privacy.sealing import blind, seal, unseal

#: What the telephone of an account is called when sealing.
USER_PHONE = "user.phone"


def phone_mark(typed: str) -> bytes | None:
    """By which a telephone is found, however it is written; None for what has no digits."""
    digits = "".join(letter for letter in typed if letter.isdigit())
    return blind(digits, of=USER_PHONE) if digits else None


class UserManager(BaseUserManager["User"]):
    """Users by their sign-in name."""


class User(AbstractBaseUser):
    """A person who may sign in, staff or resident. 账户。

    Being staff is no property of the account: staff are those who answer for a post.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    #: Lower-case; what is typed at sign-in.
    username = models.CharField("用户名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    phone_sealed = models.BinaryField(null=True, editable=False)
    phone_blind = models.BinaryField(null=True, max_length=16, editable=False)
    #: "zh-hans", "en", or "" for what the browser asks for.
    language = models.CharField("界面语言", max_length=10, blank=True, default="")
    is_active = models.BooleanField("可登录", default=True)
    #: Since when the account is closed; from then on its holder is away from every post.
    closed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    password_changed_at = models.DateTimeField()
    #: A password somebody else chose must be changed before anything else.
    must_change_password = models.BooleanField(default=False)
    last_sign_in_at = models.DateTimeField(null=True, blank=True)
    #: Sessions of an older epoch are over: raising it signs the person out everywhere.
    session_epoch = models.PositiveIntegerField(default=0)
    #: Failed tries before this instant no longer count: somebody unlocked the account.
    tries_count_from = models.DateTimeField(null=True, blank=True)
    last_login = None  # last_sign_in_at says it

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_active=True, closed_at__isnull=True)
                | Q(is_active=False, closed_at__isnull=False),
                name="accounts_user_closed_at_if_closed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["phone_blind"],
                name="accounts_user_phone",
                condition=Q(phone_blind__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def phone(self) -> str:
        """The telephone 手机 as typed; it lies sealed."""
        if self.phone_sealed is None:
            return ""
        return unseal(self.phone_sealed, of=USER_PHONE, row=self.id)

    @phone.setter
    def phone(self, typed: str) -> None:
        typed = typed.strip()
        self.phone_sealed = seal(typed, of=USER_PHONE, row=self.id) if typed else None
        self.phone_blind = phone_mark(typed)


class ApiToken(models.Model):
    """A key by which a program acts for a person. 接口令牌。

    Only the SHA-256 of the token is kept (32 random bytes need no slow hash); `prefix` is shown so
    that a person can tell one from another.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens"
    )
    title = models.CharField("用途", max_length=60)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    #: To the day, so that using it costs at most one write a day.
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.title} ({self.prefix}…)"


class SignInAttempt(models.Model):
    """One try to get in, kept as a log. 登录记录。"""

    class Outcome(models.TextChoices):
        """How it ended."""

        OK = "ok", "成功"
        WRONG = "wrong", "用户名或密码错误"
        LOCKED = "locked", "已锁定"
        CLOSED = "closed", "账户已停用"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    #: As typed, in lower case; there need be no such user.
    username = models.CharField(max_length=40)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="attempts"
    )
    address = models.GenericIPAddressField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome)

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["username", "-at"], name="accounts_attempt_username"),
            models.Index(fields=["address", "-at"], name="accounts_attempt_address"),
        ]

    def __str__(self) -> str:
        return f"{self.username} {self.at:%F %T} {self.outcome}"
