"""Parse the conda recipe with rattler-build: `python -m releasing.conda FILE`, in an environment with py-rattler-build.

Parses the recipe as conda-forge's builder does, fills in its variables and checks each requirement. Builds nothing,
because that needs conda's channels.
"""

from __future__ import annotations

import sys

from rattler_build import RenderConfig, Stage0Recipe, rattler_build_version


def main(file: str) -> int:
    """Print each package of the recipe with its requirements; invalid recipes raise an error of rattler-build."""
    for variant in Stage0Recipe.from_file(file).render(render_config=RenderConfig()):
        package, needs = variant.recipe.package, variant.recipe.requirements.to_dict()
        print(
            f"rattler-build {rattler_build_version()}: {package.name} {package.version} needs {', '.join(needs['run'])}"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
