#!/bin/sh
# Builds what the image holds: build.sh SOURCE TARGET
#
# SOURCE is the repository, or what .dockerignore leaves of it; it is not written to. TARGET is made. It gets the compiled packages that
# the landfall command needs, their third-party packages, the schemas, and the page's sources, which the control room bundles when it starts.
# Needs npm, the Node on PATH and a package registry. test/deploy/image.test.ts runs this same script without Docker.
set -eu

pnpm='npx --yes pnpm@12.21.0'
source=$(cd "$1" && pwd)
mkdir -p "$2"
target=$(cd "$2" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Packages by folder: tests, compiled files and installed packages stay behind.
copy_sources() {
  (cd "$source" && tar -cf - \
    --exclude=node_modules --exclude=dist --exclude='*.test.ts' --exclude='*.test.tsx' --exclude='*.db*' --exclude='*.keys.yaml' \
    package.json pnpm-lock.yaml pnpm-workspace.yaml tsconfig.base.json LICENSE schemas packages services test/package.json) |
    tar -xf - -C "$1"
}

copy_sources "$work"
cd "$work"
# The compiler needs no install script; --ignore-scripts spares fetching a second Node.
$pnpm install --frozen-lockfile --prefer-offline --ignore-scripts --filter landfall --filter '@landfall/cli...'
node_modules/.bin/tsc -b services/cli

copy_sources "$target"
cd "$target"
for dist in "$work"/packages/*/dist "$work"/services/*/dist; do
  [ -d "$dist" ] && cp -R "$dist" "$target/${dist#"$work"/}"
done
$pnpm install --frozen-lockfile --prefer-offline --prod --filter '@landfall/cli...'

# What is compiled needs no source; only the page, and the core that it imports, are bundled from theirs.
for folder in packages/* services/*; do
  case $folder in
    packages/core) ;;
    services/control-room) find "$folder/src" -mindepth 1 -maxdepth 1 ! -name page ! -name wire.ts -exec rm -rf {} + ;;
    *) rm -rf "$folder/src" ;;
  esac
  [ -d "$folder/dist" ] || rm -rf "$folder"
done
rm -rf test tsconfig.base.json
find packages services -path '*/node_modules' -prune -o \( -name '*.d.ts' -o -name '*.js.map' -o -name .tsbuildinfo -o -name tsconfig.json \) -exec rm {} +
