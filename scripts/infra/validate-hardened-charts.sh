#!/usr/bin/env bash
# Renders the hardened charts with the values of every environment, and checks the result: a `required` that fails, a
# Secret that nothing writes, a credential that a chart brings along.
#
# Usage: validate-hardened-charts.sh [OPTION...] CHARTS...
#
#   CHARTS                   folders with charts, at any depth; a chart may be one itself
#   -e, --environment NAME   only this environment; may be repeated; default: all that are rendered
#   --dist FOLDER            the rendered platform; default: dist
#   --config FILE            configuration of `vaultwright check`; default: vaultwright.config.yaml, where there is one
#   --sarif FOLDER           write what check finds as SARIF, too: one file an environment
#   --require-all            fail where a component with values has no chart in CHARTS
#   -h, --help               print this help
#
# The list is derived from the platform: a chart is hardened if the platform renders values for a component of its name.
# Any other chart in CHARTS is linted and rendered with its own values and those of `values-<environment>.yaml`.
# HELM names the program; Helm 3 and 4 do. Nothing is downloaded: run `helm dependency build` first where a chart has
# dependencies.
#
# Exit status:
#   0  every chart renders in every environment, and check finds nothing
#   1  a chart fails, or check finds something; every failure is printed
#   2  wrong usage: no such folder, no chart, an environment that is not rendered
#   3  a defect of vaultwright
#   4  Helm is not installed: nothing was validated
set -euo pipefail
# shellcheck source=scripts/infra/vaultwright.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/vaultwright.sh"

helm=${HELM:-helm}
dist=dist
config=
sarif=
require_all=false
environments=()
roots=()
while (($# > 0)); do
  case $1 in
    -h | --help)
      print_help
      exit 0
      ;;
    -e | --environment | --dist | --config | --sarif)
      (($# > 1)) || misused "$1 needs a value"
      case $1 in
        --dist) dist=$2 ;;
        --config) config=$2 ;;
        --sarif) sarif=$2 ;;
        *) environments+=("$2") ;;
      esac
      shift 2
      ;;
    --require-all)
      require_all=true
      shift
      ;;
    -*) misused "there is no option $1" ;;
    *)
      roots+=("$1")
      shift
      ;;
  esac
done
((${#roots[@]} > 0)) || misused 'name a folder with charts'
for root in "${roots[@]}"; do [[ -d $root ]] || misused "$root is no folder"; done
if [[ -z $config && -f vaultwright.config.yaml ]]; then config=vaultwright.config.yaml; fi
[[ -z $config || -f $config ]] || misused "$config is no file"
if ((${#environments[@]} == 0)); then
  for document in "$dist"/*/environment.json; do
    [[ -f $document ]] || misused "$dist holds no rendered environment; run npx cdk8s synth"
    environments+=("$(basename -- "$(dirname -- "$document")")")
  done
fi
for environment in "${environments[@]}"; do
  [[ -f $dist/$environment/environment.json ]] || misused "environment $environment is not rendered in $dist"
done
if ! command -v "$helm" >/dev/null; then
  printf 'SKIPPED: %s is not installed, so no chart was validated.\n' "$helm" >&2
  exit 4
fi

# Charts inside another one are its dependencies, and rendered with it.
charts=()
while IFS= read -r -d '' file; do
  charts+=("${file%/Chart.yaml}")
done < <(find "${roots[@]}" -name Chart.yaml -not -path '*/charts/*/charts/*' -not -path '*/tmpcharts*' -print0 | sort -z)
((${#charts[@]} > 0)) || misused "there is no Chart.yaml in ${roots[*]}"

is_dependency() {
  local folder
  folder=$(dirname -- "$1")
  [[ $(basename -- "$folder") == charts && -f $(dirname -- "$folder")/Chart.yaml ]]
}
is_library() { grep -Eq '^type:[[:space:]]*["'\'']?library' "$1/Chart.yaml"; }

work=$(mktemp -d "${TMPDIR:-/tmp}/vaultwright-charts-XXXXXX")
trap 'rm -rf -- "$work"' EXIT
failures=()
count=0

# Keeps what a failed command said, which holds no value: charts name keys.
attempt() {
  local what=$1
  shift
  "$@" 2>"$work/error" && return 0
  failures+=("$what: $(tr '\n' ' ' <"$work/error" | cut -c1-500)")
  return 1
}

# What a chart is rendered with, the most special file last.
values_of() {
  local chart=$1 environment=$2 name=$3 file
  for file in "$chart/values-$environment.yaml" "$dist/$environment/values/$name.yaml"; do
    [[ ! -f $file ]] || printf '%s\0' -f "$file"
  done
}

namespace_of() {
  local found
  found=$(sed -n 's/^  "namespace": "\(.*\)",$/\1/p' "$dist/$1/environment.json" | head -n 1)
  printf '%s' "${found:-default}"
}

validate() {
  local chart=$1 environment=$2 name values
  name=$(basename -- "$chart")
  mapfile -d '' values < <(values_of "$chart" "$environment" "$name")
  attempt "$environment/$name: helm lint" "$helm" lint --quiet "$chart" ${values[@]+"${values[@]}"} >"$work/lint" ||
    failures[-1]="$environment/$name: helm lint: $(grep -E '\[(ERROR|WARNING)\]|Error' "$work/lint" "$work/error" -h | tr '\n' ' ' | cut -c1-500)"
  if is_library "$chart"; then return 0; fi
  attempt "$environment/$name: helm template" "$helm" template "$name" "$chart" \
    --namespace "$(namespace_of "$environment")" ${values[@]+"${values[@]}"} \
    >"$work/$environment/charts/$name.yaml" || return 0
  count=$((count + 1))
}

for environment in "${environments[@]}"; do
  # Beside what the platform renders, so that a Secret of one is known to the other.
  cp -R -- "$dist/$environment" "$work/$environment"
  mkdir -p "$work/$environment/charts"
  known=' '
  for chart in "${charts[@]}"; do
    is_dependency "$chart" && continue
    known+="$(basename -- "$chart") "
    validate "$chart" "$environment"
  done
  for values in "$dist/$environment/values"/*.yaml; do
    [[ -f $values ]] || continue
    name=$(basename -- "$values" .yaml)
    [[ $known != *" $name "* ]] || continue
    if $require_all; then failures+=("$environment/$name: there is no chart of this name"); fi
  done
done

# Findings name files below the environment, not where this run happened to put them.
options=()
if [[ -n $config ]]; then options+=(--config "$(cd -- "$(dirname -- "$config")" && pwd)/$(basename -- "$config")"); fi
if [[ -n $sarif ]]; then
  mkdir -p "$sarif"
  sarif=$(cd -- "$sarif" && pwd)
fi
status=0
cd -- "$work"
for environment in "${environments[@]}"; do
  result=0
  vaultwright check ${options[@]+"${options[@]}"} -- "$environment" || result=$?
  if ((result > status)); then status=$result; fi
  if [[ -n $sarif ]]; then
    vaultwright check ${options[@]+"${options[@]}"} --format sarif --output "$sarif/$environment.sarif" \
      -- "$environment" || true
  fi
done

for failure in ${failures[@]+"${failures[@]}"}; do printf 'FAILED %s\n' "$failure" >&2; done
printf '%d charts rendered in %d environments, %d failures\n' "$count" "${#environments[@]}" "${#failures[@]}"
if ((${#failures[@]} > 0 && status < 1)); then status=1; fi
exit "$status"
