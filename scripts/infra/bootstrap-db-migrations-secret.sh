#!/usr/bin/env bash
# Verifies the Secrets that the migrations of the databases read, before anything needs them.
#
# Usage: bootstrap-db-migrations-secret.sh [-e ENVIRONMENT] [OPTION...]
#
#   -e, --environment NAME   the environment; default: $ENVIRONMENT, else local
#   --component NAME         the component whose Secrets are meant; default: db-migrations
#   -h, --help               print this help
#   What else is given goes to `vaultwright doctor`: --context, --dist, --json, --wait and so on.
#
# It makes no Secret: for each that is missing, lacks a key, or holds something unfit, it names the Secret, the key,
# the Vault key behind it and the remedy. All of them at once, and never a value.
#
# Exit status:
#   0  every Secret is there with its keys
#   1  something is missing or unfit
#   2  wrong usage, or the environment is not rendered
#   3  a defect of vaultwright
#   4  the cluster does not answer
set -euo pipefail
# shellcheck source=scripts/infra/vaultwright.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/vaultwright.sh"

environment=${ENVIRONMENT:-local}
component=db-migrations
others=()
while (($# > 0)); do
  case $1 in
    -h | --help)
      print_help
      exit 0
      ;;
    -e | --environment | --component)
      (($# > 1)) || misused "$1 needs a name"
      if [[ $1 == --component ]]; then component=$2; else environment=$2; fi
      shift 2
      ;;
    *)
      others+=("$1")
      shift
      ;;
  esac
done

vaultwright doctor --environment "$environment" --component "$component" ${others[@]+"${others[@]}"}
