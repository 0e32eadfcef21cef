# What the parts of benches/run share: servers, comparisons, tables.
# shellcheck shell=bash

temp=$(mktemp -d)
servers=()
stop_servers() {
    [ ${#servers[@]} -gt 0 ] || return 0
    kill "${servers[@]}" 2>/dev/null || true
    wait "${servers[@]}" 2>/dev/null || true
    servers=()
}
trap 'stop_servers; rm -rf "$temp"' EXIT

fail() {
    printf 'error: %s\n' "$1" >&2
    exit 1
}

# need PROGRAM PACKAGE: installs a program that is missing, where that is possible.
need() {
    command -v "$1" >/dev/null && return
    local root=()
    [ "$(id -u)" -eq 0 ] || root=(sudo -n)
    if command -v apt-get >/dev/null; then
        "${root[@]}" apt-get update -q >/dev/null 2>&1 || true
        "${root[@]}" apt-get install -y -q --no-install-recommends "$2" >/dev/null 2>&1 || true
    fi
    command -v "$1" >/dev/null || fail "$1 is missing: install it (Debian's package is $2)"
}

# await WHAT COMMAND...: until the command succeeds, for as long as the last server lives.
await() {
    local what=$1
    shift
    for _ in $(seq 100); do
        "$@" && return
        kill -0 "${servers[-1]}" 2>/dev/null || break
        sleep 0.1
    done
    fail "$what did not start"
}

# start_sandbox FILE OPTION...: one more, whose variables are in the file.
start_sandbox() {
    local file=$1
    shift
    : >"$file"
    "$cloudq" sandbox serve "$@" >"$file" &
    servers+=($!)
    # The last of its lines, so that all are there.
    await "the sandbox" grep -q '^TENCENTCLOUD_SECRET_KEY=.' "$file"
}

# serve OPTION...: a sandbox in place of all servers; exports what it prints.
serve() {
    local line
    stop_servers
    start_sandbox "$temp/variables" "$@"
    while read -r line; do
        export "${line?}"
    done <"$temp/variables"
}

# -q: no curlrc; an answer that is no success fails the run.
readonly CURL_PAGE="curl -q --silent --show-error --no-progress-meter --fail --config $temp/urls"

# curl_pages NUMBER: asks for so many at once.
curl_pages() {
    printf '%s --fail-early --parallel --parallel-max %s' "$CURL_PAGE" "$1"
}

# sign_command PAGES [OPTION...]: makes what curl asks for.
sign_command() {
    local pages=$1
    shift
    printf 'python3 benches/sign.py %s %s %s' "$pages" "$temp/urls" "$*"
}

# run_words "COMMAND WORD...": as hyperfine does it, without a shell.
run_words() {
    local words
    read -ra words <<<"$1"
    "${words[@]}"
}

# must_print IMAGES WHO COMMAND PATTERN: before anything is timed, every side must
# get all images. The pattern is found once for each.
must_print() {
    local found
    found=$(run_words "$3" | grep -o -e "$4" | wc -l) || true
    [ "$found" -eq "$1" ] || fail "$2 got $found images, not $1"
}

# compare NAME RUNS WARMUP HYPERFINE_ARGUMENT...: commands without a shell between.
compare() {
    local name=$1 runs=$2 warmup=$3
    shift 3
    printf '\n== %s\n' "$name"
    hyperfine --shell none --style basic --warmup "$warmup" --runs "$runs" \
        --export-csv "$temp/$name.csv" "$@"
}

# Milliseconds of a command of a comparison, by its number: the median of the
# time, and the mean of what it and the kernel computed for it.
median() {
    tail -n "+$(($2 + 1))" "$temp/$1.csv" | head -n 1 | awk -F, '{ printf "%.2f", $(NF - 4) * 1000 }'
}
computed() {
    tail -n "+$(($2 + 1))" "$temp/$1.csv" | head -n 1 | awk -F, '{ printf "%.2f", ($(NF - 3) + $(NF - 2)) * 1000 }'
}

# peak COMMAND...: the most memory it held at once, in MiB.
peak() {
    /usr/bin/time -f %M -o "$temp/peak" "$@" >/dev/null
    awk '{ printf "%.1f", $1 / 1024 }' "$temp/peak"
}

# calculate EXPRESSION [DIGITS]: of awk.
calculate() {
    awk "BEGIN { printf \"%.${2:-2}f\", $1 }"
}

# add TABLE FIELD...: a line of a table of the report.
add() {
    local table=$1
    shift
    (IFS=$'\t' && printf '%s\n' "$*") >>"$temp/$table.table"
}

# add_goal WORK OURS AGAINST THEIRS FIGURE RELATION LIMIT UNIT: with `ok` or `MISSED`.
# OURS and THEIRS are milliseconds, or empty. The relation is `most`, `least`, or
# `none` for a line without a goal.
add_goal() {
    local goal="" verdict=""
    if [ "$6" != none ]; then
        goal="at $6 $7$8"
        verdict=$(awk -v figure="$5" -v relation="$6" -v limit="$7" 'BEGIN {
            good = relation == "most" ? figure <= limit : figure >= limit
            print good ? "ok" : "MISSED"
        }')
    fi
    add goals "$1" "${2:+$2 ms}" "$3${4:+, $4 ms}" "$5$8" "$goal" "$verdict"
}

# add_ratio WORK NAME NUMBER AGAINST NUMBER LIMIT: cloudq's time as a part of the other's.
add_ratio() {
    local ours theirs relation=most
    ours=$(median "$2" "$3") theirs=$(median "$2" "$5")
    [ -n "$6" ] || relation=none
    add_goal "$1" "$ours" "$4" "$theirs" "$(calculate "$ours / $theirs")" "$relation" "$6" ""
}

# add_speed WORK NAME NUMBER AGAINST NUMBER LIMIT: how many times faster cloudq is.
add_speed() {
    local ours theirs
    ours=$(median "$2" "$3") theirs=$(median "$2" "$5")
    add_goal "$1" "$ours" "$4" "$theirs" "$(calculate "$theirs / $ours" 1)" least "$6" " times"
}

# print_table NAME HEADER...: if a part has made it. The first column is text.
print_table() {
    local table=$temp/$1.table
    shift
    [ -s "$table" ] || return 0
    printf '\n'
    { (IFS=$'\t' && printf '%s\n' "$*") && cat "$table"; } | awk -F '\t' -v markdown="$markdown" '
        { for (i = 1; i <= NF; i++) {
              cell[NR, i] = $i
              if (length($i) > width[i]) width[i] = length($i)
          }
          if (NR == 1) columns = NF }
        END {
            for (line = 1; line <= NR; line++) {
                text = markdown ? "|" : ""
                for (i = 1; i <= columns; i++)
                    if (markdown)
                        text = text " " cell[line, i] " |"
                    else
                        text = text sprintf("%-" width[i] "s  ", cell[line, i])
                sub(/ +$/, "", text)
                print text
                if (markdown && line == 1) {
                    text = "|---|"
                    for (i = 2; i <= columns; i++) text = text "---|"
                    print text
                }
            }
        }'
}
