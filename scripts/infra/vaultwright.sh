# shellcheck shell=bash
# Sourced by the scripts beside it: `vaultwright` runs the command, whether this is a clone, built or not, or a
# repository that has the package. VAULTWRIGHT names another program.

scripts_folder=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd -- "$scripts_folder/../.." && pwd)

vaultwright() {
  local node=$repository/node_modules/.bin/node
  [[ -x $node ]] || node=node
  if [[ -n ${VAULTWRIGHT:-} ]]; then
    "$VAULTWRIGHT" "$@"
  elif [[ -f $repository/lib/cli/main.js ]]; then
    "$node" "$repository/bin/vaultwright.js" "$@"
  elif [[ -f $repository/src/cli/main.ts ]]; then
    "$node" "$repository/src/cli/main.ts" "$@"
  else
    npx --no-install vaultwright "$@"
  fi
}

# Says why the arguments are wrong, and ends.
misused() {
  printf '%s: %s\nSee --help.\n' "${0##*/}" "$1" >&2
  exit 2
}

# Prints the comment at the head of the script, which is its help.
print_help() {
  sed -n '2,/^[^#]/{/^#/!d;s/^# \{0,1\}//;p}' "$0"
}
