#!/usr/bin/env bash
# Another name of scripts/infra/validate-hardened-charts.sh, which has the help and the exit statuses.
exec "$(dirname -- "${BASH_SOURCE[0]}")/infra/validate-hardened-charts.sh" "$@"
