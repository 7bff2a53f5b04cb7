"""What people type to get in and to change their password. The pages belong to `web`."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label=_("用户名"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ChangePasswordForm(forms.Form):
    """The old password and the new one twice."""

    old = forms.CharField(
        label=_("原密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("新密码"),
        max_length=200,
        strip=False,
        help_text=_("至少10个字符，字母、数字、符号至少两种。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一次新密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if given.get("password") != given.get("again"):
            self.add_error("again", _("两次输入的新密码不一样。"))
        return given


class NewTokenForm(forms.Form):
    """What a token is for and how long it lives."""

    title = forms.CharField(label=_("用途"), max_length=60)
    days = forms.IntegerField(
        label=_("有效天数"), min_value=1, max_value=3650, initial=365, required=False
    )
