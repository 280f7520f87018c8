"""The schema that the API publishes."""

from functools import cache
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema, get_schema


class Published(NinjaAPI):
    """An API that writes its schema once: some hundred operations take a second, and they change with a release only."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        return written(self, self.get_root_path(path_params or {}) if path_prefix is None else path_prefix)


@cache
def written(api: NinjaAPI, path_prefix: str) -> OpenAPISchema:
    return get_schema(api=api, path_prefix=path_prefix)
