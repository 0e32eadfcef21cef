# Completion of cloudq for bash, as `cloudq completion bash` prints it.
# It asks no network: at most it reads the profiles of the configuration.

# Goes to the command that a word below `command` means; fails where it is none.
__cloudq_enter() {
    case "$command:$1" in
@commands@
        *) return 1 ;;
    esac
}

# Tells what may follow `command`.
__cloudq_follows() {
    commands="" flags="" values="" kind="" list="" signs="" directions=""
    case "$command" in
@words@
    esac
}

# Tells what the value of a flag may be; fails where the flag takes none.
__cloudq_value() {
    values="" kind="" list="" signs="" directions="" takes=1
    case "$command:$1" in
@values@
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
        profiles) values="all $("$program" @profiles@ 2>/dev/null </dev/null)" ;;
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
