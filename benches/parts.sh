# The parts of benches/run: each starts what it needs, sees that both sides get
# the same images, measures, and adds its lines to the tables.
# shellcheck shell=bash
# shellcheck disable=SC2154 # cloudq and temp are those of benches/run.

readonly LATENCY=40 PARALLEL=8 REGION_PAGES=5 MOST_REGIONS=20
# What an answer takes with that latency: timers here have a grain of 1 ms.
readonly ANSWER=$((LATENCY + 1))
readonly REGION_NAMES=(cn-hangzhou cn-beijing cn-shanghai cn-shenzhen us-east-1)
# What is once in each image: of an answer, of cloudq's json, of lines.
readonly IN_ANSWER='"ImageId":' IN_JSON='^  {' A_LINE='^.'

measure_start() {
    compare start 100 5 "$cloudq --help" "curl --version"
    add_ratio "\`--help\`" start 1 "\`curl --version\`" 2 0.2
}

measure_one_page() {
    local ours="$cloudq images list -o json --limit 100 --sort-by none"
    serve --images 100
    run_words "$(sign_command 1)"
    must_print 100 cloudq "$ours" "$IN_JSON"
    must_print 100 curl "$CURL_PAGE" "$IN_ANSWER"
    compare one-page 50 5 --prepare "$(sign_command 1)" "$ours" "$CURL_PAGE"
    add_ratio "one page of 100 images, http" one-page 1 "curl" 2 0.35
}

# A free port of loopback, as those who need it beforehand find one.
free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# encrypt: puts a TLS proxy before the sandbox, and its authority into a copy of
# the system's ones in the folder `roots`.
encrypt() {
    local port bundle=$temp/roots/ca-certificates.crt
    need haproxy haproxy
    [ -s /etc/ssl/certs/ca-certificates.crt ] || fail "the system's roots are missing: install ca-certificates"
    cp -a /etc/ssl/certs "$temp/roots"
    (
        cd "$temp"
        ec=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
        printf '%s\n' 'basicConstraints = CA:FALSE' 'subjectAltName = IP:127.0.0.1' \
            'extendedKeyUsage = serverAuth' >leaf.conf
        openssl req -x509 "${ec[@]}" -days 2 -subj '/CN=cloudq benchmark' -keyout ca.key -out ca.pem
        openssl req "${ec[@]}" -subj '/CN=cloudq sandbox' -keyout leaf.key -out leaf.csr
        openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 \
            -extfile leaf.conf -out leaf.pem
        cat leaf.pem leaf.key >proxy.pem
    ) >/dev/null 2>&1 || fail "openssl made no certificate"
    rm "$bundle"
    cat /etc/ssl/certs/ca-certificates.crt "$temp/ca.pem" >"$bundle"
    port=$(free_port)
    printf '%s\n' 'global' '    nbthread 1' 'defaults' '    mode http' \
        '    timeout connect 5s' '    timeout client 60s' '    timeout server 60s' \
        'listen sandbox' "    bind 127.0.0.1:$port ssl crt $temp/proxy.pem alpn http/1.1" \
        "    server sandbox ${CLOUDQ_ENDPOINT#http://}" >"$temp/haproxy.conf"
    haproxy -db -f "$temp/haproxy.conf" >"$temp/haproxy.log" 2>&1 &
    servers+=($!)
    export CLOUDQ_ENDPOINT=https://127.0.0.1:$port
    await "haproxy" curl -q --silent --output "$temp/proxied" --cacert "$bundle" "$CLOUDQ_ENDPOINT/-/stats"
}

measure_https() {
    local ours="$cloudq images list -o json --limit 100 --sort-by none" roots=$temp/roots
    local bundle=$roots/ca-certificates.crt
    local curl="$CURL_PAGE --http1.1"
    need openssl openssl
    serve --images 100
    encrypt
    for name in "SSL_CERT_FILE=$bundle" "SSL_CERT_FILE=$bundle SSL_CERT_DIR=$roots"; do
        must_print 100 cloudq "env $name $ours" "$IN_JSON"
    done
    run_words "$(sign_command 1)"
    must_print 100 curl "$curl --cacert $bundle" "$IN_ANSWER"
    # Variables that name nothing else keep `env` out of what is measured.
    export SSL_CERT_FILE=$bundle
    compare https 30 3 --prepare "$(sign_command 1)" "$ours" "$curl --cacert $bundle"
    export SSL_CERT_DIR=$roots
    compare https-default 30 3 --prepare "$(sign_command 1)" \
        "$ours" "$curl --cacert $bundle --capath $roots"
    unset SSL_CERT_FILE SSL_CERT_DIR
    add_ratio "one page, https, roots from the bundle" https 1 "curl" 2 0.25
    add_ratio "one page, https, roots from bundle and folder" https-default 1 "curl" 2 0.25
}

# rounds PAGES PARALLEL: answers that have to be waited for, one after the other, if
# page 1 has to tell how many there are.
rounds() {
    printf '%s' $((1 + ($1 - 1 + $2 - 1) / $2))
}

# add_rounds PARALLEL NUMBER: how far the command of `pages` is from what cannot be undercut.
add_rounds() {
    local least=$(($(rounds 100 "$1") * ANSWER)) ours
    ours=$(median pages "$2")
    add_goal "100 pages, $1 at once" "$ours" "the rounds alone" "$least" \
        "$(calculate "$ours / $least")" none "" ""
}

measure_pages() {
    local ours="$cloudq images list -o json --sort-by none" wide=$((2 * PARALLEL))
    serve --images 10000 --latency "$LATENCY"
    run_words "$(sign_command 100)"
    must_print 10000 cloudq "$ours" "$IN_JSON"
    must_print 10000 curl "$(curl_pages "$PARALLEL")" "$IN_ANSWER"
    compare pages 10 1 --prepare "$(sign_command 100)" \
        "$ours" "$(curl_pages "$PARALLEL")" "$(curl_pages "$PARALLEL") --parallel-immediate" \
        "$ours --concurrency $wide" "$(curl_pages "$wide")" "$(curl_pages "$wide") --parallel-immediate"
    add_ratio "100 pages, $PARALLEL at once" pages 1 "\`curl -Z\`" 2 1.12
    add_ratio "100 pages, $PARALLEL at once" pages 1 "\`curl -Z --parallel-immediate\`" 3 ""
    add_ratio "100 pages, $wide at once" pages 4 "\`curl -Z\`" 5 1.2
    add_ratio "100 pages, $wide at once" pages 4 "\`curl -Z --parallel-immediate\`" 6 ""
    add_rounds "$PARALLEL" 1
    add_rounds "$wide" 4
}

# serve_regions: as many sandboxes as there are regions, as each region has an address of
# its own, and a profile for each.
serve_regions() {
    local number region names=("${REGION_NAMES[@]}")
    # For its keys, which all of them share.
    serve
    stop_servers
    printf 'version = 1\n' >"$temp/regions.toml"
    chmod 600 "$temp/regions.toml"
    : >"$temp/places"
    for number in $(seq "$MOST_REGIONS"); do
        region=${names[$((number % ${#names[@]}))]}
        start_sandbox "$temp/region" --images $((REGION_PAGES * 100)) --latency "$LATENCY"
        CLOUDQ_ENDPOINT=$(sed -n 's/^CLOUDQ_ENDPOINT=//p' "$temp/region")
        printf '%s %s\n' "$CLOUDQ_ENDPOINT" "$region" >>"$temp/places"
        printf '[profiles.region%s]\nprovider = "alibaba-ecs"\nregions = ["%s"]\nendpoint = "%s"\n' \
            "$number" "$region" "$CLOUDQ_ENDPOINT" >>"$temp/regions.toml"
        printf 'credentials = { type = "static", access_key_id = "%s", access_key_secret = "%s" }\n' \
            "$ALIBABA_CLOUD_ACCESS_KEY_ID" "$ALIBABA_CLOUD_ACCESS_KEY_SECRET" >>"$temp/regions.toml"
    done
    # They would count before what the profiles say.
    unset CLOUDQ_ENDPOINT CLOUDQ_REGION
}

# in_regions NUMBER: asks in the first ones.
in_regions() {
    printf '%s images list --config %s -o json --sort-by none -p %s' "$cloudq" "$temp/regions.toml" \
        "$(seq -f 'region%g' -s , "$1")"
}

measure_regions() {
    local all=$((MOST_REGIONS * REGION_PAGES)) sign theirs
    serve_regions
    sign=$(sign_command "$REGION_PAGES" --places "$temp/places")
    theirs="$(curl_pages $((MOST_REGIONS * PARALLEL))) --parallel-immediate"
    run_words "$sign"
    must_print $((all * 100)) cloudq "$(in_regions "$MOST_REGIONS")" "$IN_JSON"
    must_print $((REGION_PAGES * 100)) cloudq "$(in_regions 1)" "$IN_JSON"
    must_print $((all * 100)) curl "$theirs" "$IN_ANSWER"
    compare regions 20 2 --prepare "$sign" "$(in_regions "$MOST_REGIONS")" "$(in_regions 1)" "$theirs"
    add_ratio "$MOST_REGIONS regions of $REGION_PAGES pages" regions 1 "one of them" 2 1.5
    add_ratio "$MOST_REGIONS regions of $REGION_PAGES pages" regions 1 "\`curl -Z\`, all at once" 3 ""
}

measure_python() {
    local folder=${CARGO_TARGET_DIR:-$PWD/target}/interop
    local ours="$cloudq images list -o json --sort-by none" theirs tccli one
    bash tests/interop/run --install "$folder"
    # What Python compiles is kept, as it is for users.
    export PYTHONPYCACHEPREFIX=$folder/bytecode PYTHONUTF8=1
    theirs="$folder/bin/python benches/pages.py"

    serve --images 10000 --latency "$LATENCY"
    must_print 10000 cloudq "$ours" "$IN_JSON"
    must_print 10000 "the SDK" "$theirs" "$A_LINE"
    compare python 3 1 "$ours" "$theirs"
    add_speed "100 pages, $PARALLEL at once" python 1 "the Python SDK, page after page" 2 8

    serve --images 100
    # tccli puts its settings into the home.
    export HOME=$temp/home
    mkdir -p "$HOME"
    tccli="$folder/bin/python $folder/bin/tccli ecm DescribeImage --endpoint $CLOUDQ_ENDPOINT --Limit 100"
    one="$cloudq --provider ecm images list -o json --limit 100 --sort-by none --status any"
    must_print 100 cloudq "$one" "$IN_JSON"
    must_print 100 tccli "$tccli" '^ \{12\}"ImageId":'
    # The service takes 20 calls a second, and so does the sandbox.
    compare tccli 5 1 --prepare "sleep 0.1" "$one" "$tccli"
    add_speed "one page of ECM" tccli 1 "tccli" 2 50
}

measure_formats() {
    local list="$cloudq images list --quiet -o" number=0 wanted
    local names=(ndjson json table csv "csv --sort-by none" tsv id)
    local limits=(20 "" 80 80 20 "" "")
    local commands=() held peaks=()
    serve --images 100000
    for wanted in "${names[@]}"; do
        commands+=("$list $wanted")
    done
    must_print 100000 ndjson "$list ndjson" "$A_LINE"
    must_print 100000 id "$list id" "$A_LINE"
    # Some names have more than one line, and csv leaves them so.
    for wanted in table csv "csv --sort-by none" tsv; do
        must_print 100000 "$wanted" "$list $wanted --no-header -c id" "$A_LINE"
    done
    must_print 100000 json "$list json" "$IN_JSON"
    # A map has room for one image of a region: all are read, and one is chosen.
    names+=("map of the newest") limits+=("")
    commands+=("$cloudq images latest --quiet --name * -o map")
    compare formats 3 1 "${commands[@]}"
    for wanted in "${commands[@]}"; do
        held=$(run_words "peak $wanted")
        peaks+=("$held")
        add formats "${names[number]}" "$(median formats $((number + 1)))" \
            "$(computed formats $((number + 1)))" \
            "$(calculate "$(median formats $((number + 1))) / $(median formats 1)")" "$held"
        if [ -n "${limits[number]}" ]; then
            add_goal "100,000 images as \`${names[number]}\`, peak" "" "" "" "$held" most "${limits[number]}" " MiB"
        fi
        number=$((number + 1))
    done
}

measure_growth() {
    local number pages rows commands=() counts=(10 100 1000)
    for pages in "${counts[@]}"; do
        serve --images $((pages * 100)) --latency "$LATENCY"
        compare "pages-$pages" 3 1 "$cloudq images list -o ndjson"
        add pages "$pages" "$(median "pages-$pages" 1)" "$(($(rounds "$pages" "$PARALLEL") * ANSWER))" \
            "$(computed "pages-$pages" 1)" "$(calculate "$(computed "pages-$pages" 1) / $pages")"
        serve --images $((pages * 100))
        rows=$((pages * 100))
        compare "rows-$rows" 3 1 "$cloudq images list -o table -c id,name,created"
        add rows "$rows" "$(median "rows-$rows" 1)" "$(computed "rows-$rows" 1)" \
            "$(calculate "$(computed "rows-$rows" 1) * 1000 / $rows")" \
            "$(peak "$cloudq" images list -o table -c id,name,created)" \
            "$(calculate "$(awk '{ print $1 }' "$temp/peak") / $rows")"
    done
    serve_regions
    for number in 1 5 "$MOST_REGIONS"; do
        commands+=("$(in_regions "$number")")
    done
    compare regions-growth 10 1 "${commands[@]}"
    number=0
    for pages in 1 5 "$MOST_REGIONS"; do
        number=$((number + 1))
        add regions "$pages" "$(median regions-growth "$number")" "$(computed regions-growth "$number")" \
            "$(calculate "$(median regions-growth "$number") / $(median regions-growth 1)")"
    done
}
