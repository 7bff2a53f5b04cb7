"""Addresses of signing in and out 登录。"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wangge.web.sign_in import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", pages.sign_in, name="sign_in"),
    path("sign-out/", pages.sign_out, name="sign_out"),
    path("password/", pages.password, name="password"),
]
