# Completion of cloudq for bash, as `cloudq completion bash` prints it.
# It asks no network: at most it reads the profiles of the configuration.

# Goes to the command that a word below `command` means; fails where it is none.
__cloudq_enter() {
    case "$command:$1" in
        ":images") command="images" ;;
        ":regions") command="regions" ;;
        ":profiles") command="profiles" ;;
        ":auth") command="auth" ;;
        ":providers") command="providers" ;;
        ":config") command="config" ;;
        ":sandbox") command="sandbox" ;;
        ":completion") command="completion" ;;
        ":man") command="man" ;;
        ":schema") command="schema" ;;
        ":help") command="help" ;;
        "auth:check") command="auth check" ;;
        "config:path") command="config path" ;;
        "config:show") command="config show" ;;
        "config:validate") command="config validate" ;;
        "config:init") command="config init" ;;
        "images:list") command="images list" ;;
        "images:ls") command="images list" ;;
        "images:latest") command="images latest" ;;
        "images:get") command="images get" ;;
        "images:show") command="images get" ;;
        "providers:show") command="providers show" ;;
        "sandbox:serve") command="sandbox serve" ;;
        "sandbox:run") command="sandbox run" ;;
        *) return 1 ;;
    esac
}

# Tells what may follow `command`.
__cloudq_follows() {
    commands="" flags="" values="" kind="" list="" signs="" directions=""
    case "$command" in
        "") commands="images regions profiles auth providers config sandbox completion man schema help" flags="-o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" ;;
        "auth") commands="check" flags="-o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" ;;
        "auth check") flags="-c --columns --no-header -o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" ;;
        "completion") flags="-o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" values="bash elvish fish powershell zsh" ;;
        "config") commands="path show validate init" flags="-o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" ;;
        "config init") flags="--no-input -o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" ;;
        "config path") flags="-o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" ;;
        "config show") flags="-c --columns --no-header -o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" ;;
        "config validate") flags="-o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" ;;
        "help") flags="-o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" values="output filters exit-codes credentials environment" ;;
        "images") commands="list ls latest get show" flags="-o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" ;;
        "images get") flags="-c --columns --no-header -o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" kind=nothing list=1 ;;
        "images latest") flags="--family --id --name --name-regex --owner --status -a --arch --os-type --platform --tag --instance-type --usage --snapshot --resource-group --cloud-init --io-optimized --boot-mode --action --created-after --created-before --older-than --newer-than --where --show-expired --param --server-filters-only --check-permission --count --skip --max-age --allow-missing -c --columns --no-header -o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" ;;
        "images list") flags="--family --id --name --name-regex --owner --status -a --arch --os-type --platform --tag --instance-type --usage --snapshot --resource-group --cloud-init --io-optimized --boot-mode --action --created-after --created-before --older-than --newer-than --where --show-expired --param --server-filters-only --check-permission -c --columns --no-header --sort-by --limit --page-size --fail-empty --fail-incomplete -o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" ;;
        "man") flags="-o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" kind=folders ;;
        "profiles") flags="-c --columns --no-header -o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" ;;
        "providers") commands="show" flags="-c --columns --no-header -o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" ;;
        "providers show") flags="-c --columns --no-header -o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" values="alibaba-ecs ecs alibaba-ens ens tencent-ecm ecm" ;;
        "regions") flags="-c --columns --no-header -o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" ;;
        "sandbox") commands="serve run" flags="-o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" ;;
        "sandbox run") flags="--images --seed --latency --fault --data --key-lifetime --metadata-v2-only --strict -o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" kind=programs ;;
        "sandbox serve") flags="--port --listen --images --seed --latency --fault --data --key-lifetime --metadata-v2-only -o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" ;;
        "schema") flags="-o --output --query -O --output-file --csv-safe --raw --color --width -p --profile --provider -r --region --all-regions --exclude-region --on-error --config --progress --stats -q --quiet -v --verbose -n --dry-run --explain --error-format --endpoint --connect-timeout --request-timeout --timeout --retries --concurrency --proxy --ca-bundle -h --help -V --version" values="image images map region regions profiles providers provider-filters auth-check config-show dry-run error config" ;;
    esac
}

# Tells what the value of a flag may be; fails where the flag takes none.
__cloudq_value() {
    values="" kind="" list="" signs="" directions="" takes=1
    case "$command:$1" in
        *:--action) values="create change-os" ;;
        *:--boot-mode) kind=nothing ;;
        *:--ca-bundle) kind=files ;;
        *:--cloud-init) values="true false" takes= ;;
        *:--color) values="auto always never" ;;
        *:--concurrency) kind=nothing ;;
        *:--config) kind=files ;;
        *:--connect-timeout) kind=nothing ;;
        *:--count) kind=nothing ;;
        *:--created-after) kind=nothing ;;
        *:--created-before) kind=nothing ;;
        *:--data) kind=files ;;
        *:--endpoint) kind=nothing ;;
        *:--error-format) values="text json" ;;
        *:--exclude-region) values="ap-northeast-1 ap-northeast-2 ap-southeast-1 ap-southeast-3 ap-southeast-5 ap-southeast-6 ap-southeast-7 ap-southeast-8 cn-beijing cn-beijing-finance-1 cn-chengdu cn-fuzhou cn-guangzhou cn-hangzhou cn-hangzhou-finance cn-heyuan cn-hongkong cn-huhehaote cn-nanjing cn-north-2-gov-1 cn-qingdao cn-shanghai cn-shanghai-finance-1 cn-shenzhen cn-shenzhen-finance-1 cn-wuhan-lr cn-wulanchabu cn-zhangjiakou cn-zhengzhou-jva cn-zhongwei eu-central-1 eu-west-1 eu-west-2 me-central-1 me-east-1 na-south-1 us-east-1 us-southeast-1 us-west-1" list=1 ;;
        *:--family) kind=nothing list=1 ;;
        *:--fault) values="throttle throttle-hint internal-error internal-error-html internal-error-empty unavailable unavailable-empty gateway-html gateway-empty refuse reset reset-body cut truncated-json length-long length-short error-in-200 garbage foreign-json partial text-behind many-rows gzip gzip-broken hang hang-body slow slow-body clock-skew clock-behind clamp-page-size total-high total-low total-zero total-negative total-missing total-moves total-grows rows-inserted rows-removed list-shifts duplicate-rows repeat-page empty-page redirect expired-token forbidden null-images ignore-filters help" ;;
        *:--id) kind=nothing list=1 ;;
        *:--images) kind=nothing ;;
        *:--instance-type) kind=nothing ;;
        *:--io-optimized) values="true false" takes= ;;
        *:--key-lifetime) kind=nothing ;;
        *:--latency) kind=nothing ;;
        *:--limit) kind=nothing ;;
        *:--listen) kind=nothing ;;
        *:--max-age) kind=nothing ;;
        *:--name) kind=nothing ;;
        *:--name-regex) kind=nothing ;;
        *:--newer-than) kind=nothing ;;
        *:--older-than) kind=nothing ;;
        *:--on-error) values="continue fail" ;;
        *:--os-type) values="linux windows" ;;
        *:--owner) values="self system shared community marketplace any" list=1 ;;
        *:--page-size) kind=nothing ;;
        *:--param) kind=nothing ;;
        *:--platform) kind=nothing ;;
        *:--port) kind=nothing ;;
        *:--progress) values="auto plain none" ;;
        *:--provider) values="alibaba-ecs ecs alibaba-ens ens tencent-ecm ecm" ;;
        *:--proxy) values="none" ;;
        *:--query) kind=nothing ;;
        *:--request-timeout) kind=nothing ;;
        *:--resource-group) kind=nothing ;;
        *:--retries) kind=nothing ;;
        *:--seed) kind=nothing ;;
        *:--skip) kind=nothing ;;
        *:--snapshot) kind=nothing ;;
        *:--sort-by) values="provider profile region id name family version description os_type os_name platform architecture boot_mode size_gib owner owner_id status status_raw progress_percent created age created_raw deprecated tags disks usage cloud_init io_optimized copied subscribed shared product_code resource_group source usable none" list=1 directions=1 ;;
        *:--status) values="available pending failed unavailable deprecated any" list=1 ;;
        *:--tag) kind=nothing ;;
        *:--timeout) kind=nothing ;;
        *:--usage) values="in-use unused" ;;
        *:--where) kind=nothing ;;
        *:--width) kind=nothing ;;
        *:-O|*:--output-file) kind=files ;;
        *:-a|*:--arch) values="x86_64 arm64 i386" list=1 ;;
        "providers:-c"|"providers:--columns"|"providers show:-c"|"providers show:--columns") values="id alias title signatures regional page_size provider filter decides why help" list=1 signs=1 ;;
        "profiles:-c"|"profiles:--columns") values="profile default provider regions credentials key_id defined help" list=1 signs=1 ;;
        "auth check:-c"|"auth check:--columns") values="profile provider status step source key_id account identity identity_type expires clock_skew_seconds region listing_permitted problem advice help" list=1 signs=1 ;;
        "config show:-c"|"config show:--columns") values="profile setting value origin layer about help" list=1 signs=1 ;;
        "regions:-c"|"regions:--columns") values="provider profile id name endpoint status help" list=1 signs=1 ;;
        "images get:-c"|"images get:--columns"|"images latest:-c"|"images latest:--columns"|"images list:-c"|"images list:--columns") values="provider profile region id name family version description os_type os_name platform architecture boot_mode size_gib owner owner_id status status_raw progress_percent created age created_raw deprecated tags disks usage cloud_init io_optimized copied subscribed shared product_code resource_group source usable help" list=1 signs=1 ;;
        *:-o|*:--output) values="table wide json ndjson yaml csv tsv id map" ;;
        *:-p|*:--profile) kind=profiles list=1 ;;
        *:-r|*:--region) values="all ap-northeast-1 ap-northeast-2 ap-southeast-1 ap-southeast-3 ap-southeast-5 ap-southeast-6 ap-southeast-7 ap-southeast-8 cn-beijing cn-beijing-finance-1 cn-chengdu cn-fuzhou cn-guangzhou cn-hangzhou cn-hangzhou-finance cn-heyuan cn-hongkong cn-huhehaote cn-nanjing cn-north-2-gov-1 cn-qingdao cn-shanghai cn-shanghai-finance-1 cn-shenzhen cn-shenzhen-finance-1 cn-wuhan-lr cn-wulanchabu cn-zhangjiakou cn-zhengzhou-jva cn-zhongwei eu-central-1 eu-west-1 eu-west-2 me-central-1 me-east-1 na-south-1 us-east-1 us-southeast-1 us-west-1" list=1 ;;
        *) return 1 ;;
    esac
}

# Adds a word that begins as `now` does, without what the shell keeps in front of it.
__cloudq_add() {
    [[ $1 == "$now"* ]] && COMPREPLY+=("${1#"$kept"}")
}

# Adds the values that begin with `$2`; what stands before them in the word is `$1`.
__cloudq_offer() {
    local before="$1" begun="$2" value
    case "$kind" in
        files | folders)
            # The shell does that best by itself.
            if [[ $kind == files ]]; then
                compopt -o default 2>/dev/null && return
            else
                compopt -o dirnames 2>/dev/null && return
            fi
            local option=-f
            [[ $kind == folders ]] && option=-d
            while IFS= read -r value; do
                __cloudq_add "$before$value"
            done < <(compgen "$option" -- "$begun")
            return
            ;;
        programs)
            while IFS= read -r value; do
                __cloudq_add "$before$value"
            done < <(compgen -c -- "$begun")
            return
            ;;
        profiles) values="all $("$program" profiles --output tsv --columns profile --no-header 2>/dev/null </dev/null)" ;;
    esac
    if [[ -n $list ]]; then
        before+="${begun%"${begun##*,}"}"
        begun="${begun##*,}"
    fi
    if [[ -n $signs && $begun == [+^]* ]]; then
        before+="${begun:0:1}"
        begun="${begun:1}"
    fi
    while IFS= read -r value; do
        [[ -n $value ]] || continue
        if [[ -n $directions && $begun == *:* ]]; then
            __cloudq_add "$before$value:asc"
            __cloudq_add "$before$value:desc"
        else
            __cloudq_add "$before$value"
        fi
    done <<<"${values// /$'\n'}"
}

_cloudq() {
    local program="$1" now="" kept="" command="" flag="" ended="" helped="" word i
    local commands flags values kind list signs directions takes
    local -a words=()
    COMPREPLY=()
    # The shell splits words at `=`, `:` and `@` too: put them together again.
    for ((i = 1; i <= COMP_CWORD; i++)); do
        word="${COMP_WORDS[i]}"
        if [[ -n $now && ($word == [=:@]* || $now == *[=:@]) ]]; then
            now+="$word"
            words[${#words[@]} - 1]="$now"
        else
            now="$word"
            words+=("$now")
        fi
    done
    # Of the last word the shell replaces only what stands after the last of those.
    if ((BASH_VERSINFO[0] >= 4)); then
        kept="${now%"$2"}"
    else
        kept="${now%"${COMP_WORDS[COMP_CWORD]}"}"
    fi
    for ((i = 0; i < ${#words[@]} - 1; i++)); do
        word="${words[i]}"
        if [[ -n $flag ]]; then
            flag=""
            continue
        fi
        case "$word" in
            --)
                ended=1
                break
                ;;
            --*=*) ;;
            -*) __cloudq_value "$word" && [[ -n $takes ]] && flag="$word" ;;
            *)
                # What help is asked on is named as it is called.
                [[ $command == help ]] && helped=1 command=""
                __cloudq_enter "$word"
                ;;
        esac
    done
    if [[ -n $flag ]]; then
        __cloudq_value "$flag"
        __cloudq_offer "" "$now"
        return
    fi
    if [[ $now == --*=* && -z $ended ]]; then
        __cloudq_value "${now%%=*}" && __cloudq_offer "${now%%=*}=" "${now#*=}"
        return
    fi
    __cloudq_follows
    if [[ -n $ended ]]; then
        if [[ $kind == programs ]]; then
            ((i < ${#words[@]} - 2)) && kind=files
            __cloudq_offer "" "$now"
        fi
        return
    fi
    for word in $commands; do
        __cloudq_add "$word"
    done
    [[ -n $helped ]] && return
    [[ -n $values || ($kind != programs && $now != -*) ]] && __cloudq_offer "" "$now"
    if [[ $command == help ]]; then
        command=""
        __cloudq_follows
        for word in $commands; do
            __cloudq_add "$word"
        done
    elif [[ $now == -* || (${#COMPREPLY[@]} -eq 0 && -z $now) ]]; then
        for word in $flags; do
            [[ -n $now || $word == --* ]] && __cloudq_add "$word"
        done
    fi
}

if ((BASH_VERSINFO[0] > 4 || (BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] >= 4))); then
    complete -o nosort -F _cloudq cloudq
else
    complete -F _cloudq cloudq
fi
