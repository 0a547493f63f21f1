"""Credentials: IAM's token exchange, and authentication of calls."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import jwt
from starlette.responses import JSONResponse, Response

from qrt_facade._base.loopback import is_loopback
from qrt_facade.emulator.domain import errors
from qrt_facade.emulator.domain.instances import account_of, is_crn
from qrt_facade.emulator.domain.users import OWNER, all_users, claims_of, key_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from qrt_facade.emulator.domain.scenario import Scenario
    from qrt_facade.emulator.options import Options

_ALGORITHM = "HS256"
_MOST_ACCEPTED = 1000
"""Maximum number of tokens whose signature is known to be valid; a client uses one at a time."""

_APIKEY_GRANT = "urn:ibm:params:oauth:grant-type:apikey"


class Authority:
    """Exchanges API keys for tokens and verifies tokens; keys are kept in memory only."""

    def __init__(self, options: Options, scenario: Scenario) -> None:
        self._options = options
        self._scenario = scenario
        # New at each start: a token of an earlier run is answered with 401, like an expired one.
        self._secret = secrets.token_bytes(32)
        self._accepted: dict[bytes, tuple[int, int, str]] = {}

    async def exchange(self, request: Request) -> Response:
        """`POST /identity/token`: a JWT with `iat` and `exp`, or IAM's own error body with 400."""
        form = dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))
        grant = form.get("grant_type")
        if grant != _APIKEY_GRANT:
            return _iam_error("BXNIM0120E", f"Unsupported grant type: {grant or '(none)'}", request)
        key = form.get("apikey", "")
        if not key.strip():
            return _iam_error("BXNIM0109E", "Property missing or empty: apikey", request)
        user = self._user_of(key)
        if user is None:
            return _iam_error("BXNIM0415E", "Provided API key could not be found.", request)
        issued, life = int(time.time()), self._scenario.token_seconds
        expires = issued + life
        claims = {
            "iss": "https://iam.cloud.ibm.com/identity",
            **claims_of(user),
            "account": {"bss": account_of(self._options.instances[0]), "valid": True},
            "jti": str(uuid.uuid4()),
            "iat": issued,
            "exp": expires,
            "scope": "ibm openid",
        }
        return JSONResponse(
            {
                "access_token": jwt.encode(claims, self._secret, _ALGORITHM),
                "refresh_token": "not_supported",
                "token_type": "Bearer",
                "expires_in": life,
                "expiration": expires,
                "scope": "ibm openid",
            }
        )

    def _user_of(self, key: str) -> str | None:
        """Return the user whose API key this is, or None."""
        found = None
        for user in all_users(self._scenario.users):
            if hmac.compare_digest(key.encode(), key_of(user, self._options.key).encode()):
                found = user
        return found

    def authenticate(self, header: str | None) -> str:
        """Return the user of an `Authorization` header: a bearer token, or `apikey <key>`, as the service accepts too.

        Raises:
            ApiError: 401.
        """
        if not header:
            raise errors.no_credentials()
        scheme, _, value = header.partition(" ")
        if scheme.lower() == "apikey" and (user := self._user_of(value.strip())) is not None:
            return user
        if scheme.lower() != "bearer":
            raise errors.unauthenticated()
        return self._user_of_token(value.strip())

    def _user_of_token(self, token: str) -> str:
        """Return the user of a token; its signature is verified once, its expiry each time.

        A digest of the token is stored, not the token.

        Raises:
            ApiError: 401.
        """
        digest = hashlib.sha256(token.encode()).digest()
        issued, expires, user = self._accepted.get(digest, (0, 0, OWNER))
        if issued <= time.time() < expires:
            return user
        try:
            claims = jwt.decode(token, self._secret, [_ALGORITHM])
        except jwt.PyJWTError as error:
            raise errors.unauthenticated() from error
        if len(self._accepted) >= _MOST_ACCEPTED:
            self._accepted.clear()
        self._accepted[digest] = (claims["iat"], claims["exp"], claims["iam_id"])
        return str(claims["iam_id"])

    def authenticate_owner(self, header: str | None) -> None:
        """Check access to the emulator's own paths; on loopback none is needed.

        Otherwise the caller must present the owner's API key: as for the service, or, in a browser, as the password of
        HTTP's Basic scheme with any user name.

        Raises:
            ApiError: 401.
        """
        if is_loopback(self._options.host) or self._user_of(_basic_password(header or "")) == OWNER:
            return
        try:
            if self.authenticate(header) != OWNER:
                raise errors.unauthenticated()
        except errors.ApiError as error:
            error.headers = {"WWW-Authenticate": 'Basic realm="emulator"'}
            raise

    def instance(self, crn: str | None) -> str:
        """Check a `Service-CRN` header.

        Raises:
            ApiError: 403 if it is not a CRN, 400 if malformed, 404 if the instance is not emulated here.
        """
        if crn is None or not crn.startswith("crn:"):
            raise errors.forbidden()
        if not is_crn(crn):
            raise errors.malformed_crn()
        if crn not in self._options.instances:
            raise errors.instance_not_found(crn)
        return crn

    def invalidate_tokens(self) -> None:
        """Invalidate all access tokens."""
        self._secret = secrets.token_bytes(32)
        self._accepted.clear()


def _basic_password(header: str) -> str:
    scheme, _, value = header.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(value.strip(), validate=True).decode().partition(":")[2]
    except ValueError:  # includes errors of Base64 and of UTF-8
        return ""


def _iam_error(code: str, message: str, request: Request) -> Response:
    context: dict[str, Any] = {
        "requestId": uuid.uuid4().hex,
        "requestType": "incoming.Identity_Token",
        "userAgent": request.headers.get("user-agent", ""),
        "url": "https://iam.cloud.ibm.com",
        "locale": "en_US",
    }
    return JSONResponse({"errorCode": code, "errorMessage": message, "context": context}, 400)
