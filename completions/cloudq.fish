# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_cloudq_global_optspecs
    string join \n p/profile= provider= r/region= all-regions exclude-region= on-error= config= o/output= raw color= progress= stats q/quiet v/verbose explain error-format= endpoint= connect-timeout= request-timeout= timeout= retries= concurrency= proxy= ca-bundle= h/help V/version
end

function __fish_cloudq_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_cloudq_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_cloudq_using_subcommand
    set -l cmd (__fish_cloudq_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c cloudq -n "__fish_cloudq_needs_command" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_needs_command" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_needs_command" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_needs_command" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_needs_command" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_needs_command" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_needs_command" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_needs_command" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_needs_command" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_needs_command" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_needs_command" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_needs_command" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_needs_command" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_needs_command" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_needs_command" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_needs_command" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_needs_command" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_needs_command" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_needs_command" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_needs_command" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_needs_command" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_needs_command" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_needs_command" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_needs_command" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_needs_command" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_needs_command" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_needs_command" -f -a "images" -d 'Find machine images'
complete -c cloudq -n "__fish_cloudq_needs_command" -f -a "regions" -d 'List the regions the provider offers'
complete -c cloudq -n "__fish_cloudq_needs_command" -f -a "profiles" -d 'List the configured profiles and where their keys come from'
complete -c cloudq -n "__fish_cloudq_needs_command" -f -a "auth" -d 'Check the keys that profiles use'
complete -c cloudq -n "__fish_cloudq_needs_command" -f -a "providers" -d 'List the providers, or what each filter does on one'
complete -c cloudq -n "__fish_cloudq_needs_command" -f -a "config" -d 'Look at the configuration, or begin one'
complete -c cloudq -n "__fish_cloudq_needs_command" -f -a "sandbox" -d 'Run the emulator, to try commands and to test scripts offline'
complete -c cloudq -n "__fish_cloudq_needs_command" -f -a "completion" -d 'Print the completion script of a shell'
complete -c cloudq -n "__fish_cloudq_needs_command" -f -a "schema" -d 'Print a JSON Schema, or the names of those there are'
complete -c cloudq -n "__fish_cloudq_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -f -a "list" -d 'List the images that match, in every chosen region'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -f -a "ls" -d 'List the images that match, in every chosen region'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -f -a "latest" -d 'Print the newest image that matches, in every chosen region'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -f -a "get" -d 'Show images by id'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -f -a "show" -d 'Show images by id'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and not __fish_seen_subcommand_from list ls latest get show help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l family -d 'In one of these image families' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l id -d 'One of these ids' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l name -d 'With a name like this; `*` and `?` are wildcards' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l name-regex -d 'With a name in which this regular expression is found' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l owner -d 'Owned by self, system, shared, community, marketplace, an account\'s id, or any (all but community)' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l status -d 'In this state: available, pending, failed, unavailable, deprecated or any' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -s a -l arch -d 'For this architecture: x86_64, arm64 or i386' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l os-type -d 'With this kind of operating system' -r -f -a "linux\t''
windows\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l platform -d 'Of this distribution, such as ubuntu' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l tag -d 'With this tag, repeatable; all must match' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l instance-type -d 'Fit for machines of this type' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l usage -d 'Machines were made from it, or none was' -r -f -a "in-use\t''
unused\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l snapshot -d 'Made from this snapshot' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l resource-group -d 'In this resource group' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l cloud-init -d 'With support for cloud-init, or with =false without' -r -f -a "true\t''
false\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l io-optimized -d 'For I/O optimised machines, or with =false for others' -r -f -a "true\t''
false\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l boot-mode -d 'With this way to boot, such as UEFI' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l action -d 'Fit to create a machine, or to change the system of one' -r -f -a "create\t''
change-os\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l created-after -d 'Created at this time or later: a time, a date, or an age such as 30d' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l created-before -d 'Created before this time' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l where -d 'With such a value: COLUMN, one of = != ~ !~ < <= > >=, VALUE; `created < 30d` is older; repeatable' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l param -d 'Send one more parameter of the API as it is, repeatable' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -s c -l columns -d 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l sort-by -d 'Sort by these columns, or `none` for the service\'s order' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l limit -d 'Print at most this many images' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l page-size -d 'Ask for this many images on a page [default: as many as the service gives]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l show-expired -d 'Those too whose time has run out'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l server-filters-only -d 'Refuse filters that the service does not decide or narrow'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l check-permission -d 'Ask only whether the list is permitted'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l no-header -d 'Leave out the line of column names'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l fail-empty -d 'Exit with code 3 when no image matches'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l family -d 'In one of these image families' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l id -d 'One of these ids' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l name -d 'With a name like this; `*` and `?` are wildcards' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l name-regex -d 'With a name in which this regular expression is found' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l owner -d 'Owned by self, system, shared, community, marketplace, an account\'s id, or any (all but community)' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l status -d 'In this state: available, pending, failed, unavailable, deprecated or any' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -s a -l arch -d 'For this architecture: x86_64, arm64 or i386' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l os-type -d 'With this kind of operating system' -r -f -a "linux\t''
windows\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l platform -d 'Of this distribution, such as ubuntu' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l tag -d 'With this tag, repeatable; all must match' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l instance-type -d 'Fit for machines of this type' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l usage -d 'Machines were made from it, or none was' -r -f -a "in-use\t''
unused\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l snapshot -d 'Made from this snapshot' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l resource-group -d 'In this resource group' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l cloud-init -d 'With support for cloud-init, or with =false without' -r -f -a "true\t''
false\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l io-optimized -d 'For I/O optimised machines, or with =false for others' -r -f -a "true\t''
false\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l boot-mode -d 'With this way to boot, such as UEFI' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l action -d 'Fit to create a machine, or to change the system of one' -r -f -a "create\t''
change-os\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l created-after -d 'Created at this time or later: a time, a date, or an age such as 30d' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l created-before -d 'Created before this time' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l where -d 'With such a value: COLUMN, one of = != ~ !~ < <= > >=, VALUE; `created < 30d` is older; repeatable' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l param -d 'Send one more parameter of the API as it is, repeatable' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -s c -l columns -d 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l sort-by -d 'Sort by these columns, or `none` for the service\'s order' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l limit -d 'Print at most this many images' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l page-size -d 'Ask for this many images on a page [default: as many as the service gives]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l show-expired -d 'Those too whose time has run out'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l server-filters-only -d 'Refuse filters that the service does not decide or narrow'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l check-permission -d 'Ask only whether the list is permitted'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l no-header -d 'Leave out the line of column names'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l fail-empty -d 'Exit with code 3 when no image matches'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from ls" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l family -d 'In one of these image families' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l id -d 'One of these ids' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l name -d 'With a name like this; `*` and `?` are wildcards' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l name-regex -d 'With a name in which this regular expression is found' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l owner -d 'Owned by self, system, shared, community, marketplace, an account\'s id, or any (all but community)' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l status -d 'In this state: available, pending, failed, unavailable, deprecated or any' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -s a -l arch -d 'For this architecture: x86_64, arm64 or i386' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l os-type -d 'With this kind of operating system' -r -f -a "linux\t''
windows\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l platform -d 'Of this distribution, such as ubuntu' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l tag -d 'With this tag, repeatable; all must match' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l instance-type -d 'Fit for machines of this type' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l usage -d 'Machines were made from it, or none was' -r -f -a "in-use\t''
unused\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l snapshot -d 'Made from this snapshot' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l resource-group -d 'In this resource group' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l cloud-init -d 'With support for cloud-init, or with =false without' -r -f -a "true\t''
false\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l io-optimized -d 'For I/O optimised machines, or with =false for others' -r -f -a "true\t''
false\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l boot-mode -d 'With this way to boot, such as UEFI' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l action -d 'Fit to create a machine, or to change the system of one' -r -f -a "create\t''
change-os\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l created-after -d 'Created at this time or later: a time, a date, or an age such as 30d' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l created-before -d 'Created before this time' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l where -d 'With such a value: COLUMN, one of = != ~ !~ < <= > >=, VALUE; `created < 30d` is older; repeatable' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l param -d 'Send one more parameter of the API as it is, repeatable' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -s c -l columns -d 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l count -d 'Print this many of the newest' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l skip -d 'Leave out this many of the newest: 1 is the one before' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l max-age -d 'Exit with code 10 when the newest is older than this, such as 30d' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l show-expired -d 'Those too whose time has run out'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l server-filters-only -d 'Refuse filters that the service does not decide or narrow'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l check-permission -d 'Ask only whether the list is permitted'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l no-header -d 'Leave out the line of column names'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l allow-missing -d 'Exit with code 0 even where nothing matches'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from latest" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -s c -l columns -d 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -l no-header -d 'Leave out the line of column names'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from get" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -s c -l columns -d 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -l no-header -d 'Leave out the line of column names'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the images that match, in every chosen region'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from help" -f -a "latest" -d 'Print the newest image that matches, in every chosen region'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from help" -f -a "get" -d 'Show images by id'
complete -c cloudq -n "__fish_cloudq_using_subcommand images; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -s c -l columns -d 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -l no-header -d 'Leave out the line of column names'
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand regions" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -s c -l columns -d 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -l no-header -d 'Leave out the line of column names'
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand profiles" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -f -a "check" -d 'Show which key each profile uses, whose it is, and whether the service takes it'
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and not __fish_seen_subcommand_from check help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -s c -l columns -d 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -l no-header -d 'Leave out the line of column names'
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "check" -d 'Show which key each profile uses, whose it is, and whether the service takes it'
complete -c cloudq -n "__fish_cloudq_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -s c -l columns -d 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -l no-header -d 'Leave out the line of column names'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -f -a "show" -d 'Show who decides on each filter, and why one cannot be used'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and not __fish_seen_subcommand_from show help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -s c -l columns -d 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -l no-header -d 'Leave out the line of column names'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show who decides on each filter, and why one cannot be used'
complete -c cloudq -n "__fish_cloudq_using_subcommand providers; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -f -a "path" -d 'Print where the configuration file is looked for'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -f -a "show" -d 'Show the settings that count for every chosen profile, and who says so'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -f -a "validate" -d 'Check the configuration file'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -f -a "init" -d 'Write a configuration file, where there is none yet; ask for it on a terminal'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and not __fish_seen_subcommand_from path show validate init help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from path" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -s c -l columns -d 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -l no-header -d 'Leave out the line of column names'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from validate" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -l no-input -d 'Ask nothing, also on a terminal: write a commented file with every key'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from init" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "path" -d 'Print where the configuration file is looked for'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show the settings that count for every chosen profile, and who says so'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "validate" -d 'Check the configuration file'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "init" -d 'Write a configuration file, where there is none yet; ask for it on a terminal'
complete -c cloudq -n "__fish_cloudq_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -f -a "serve" -d 'Serve until interrupted; print the variables that point to it'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -f -a "run" -d 'Run a command against an emulator of its own, and pass its exit code on'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and not __fish_seen_subcommand_from serve run help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l port -d 'Listen on this port; 0 takes a free one' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l listen -d 'Listen on this address of this machine; others than loopback are open to everybody' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l images -d 'How many images an unfiltered list of a region has' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l seed -d 'Which made-up images: the same seed gives the same ones' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l latency -d 'Hold every answer back this many milliseconds' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l fault -d 'Misbehave: KIND[:COUNT][@REGION][/PAGE], repeatable; `help` lists the kinds' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l data -d 'List the images in this file: an answer of the API, or what `-o json` printed' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l key-lifetime -d 'End every temporary key after so many seconds at most' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l metadata-v2-only -d 'Tell metadata of Alibaba Cloud only to those with a token, as version 2 does'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from serve" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l images -d 'How many images an unfiltered list of a region has' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l seed -d 'Which made-up images: the same seed gives the same ones' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l latency -d 'Hold every answer back this many milliseconds' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l fault -d 'Misbehave: KIND[:COUNT][@REGION][/PAGE], repeatable; `help` lists the kinds' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l data -d 'List the images in this file: an answer of the API, or what `-o json` printed' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l key-lifetime -d 'End every temporary key after so many seconds at most' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l metadata-v2-only -d 'Tell metadata of Alibaba Cloud only to those with a token, as version 2 does'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l strict -d 'Exit with code 1 when a signature was refused, whatever the command\'s own code'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from run" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "serve" -d 'Serve until interrupted; print the variables that point to it'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "run" -d 'Run a command against an emulator of its own, and pass its exit code on'
complete -c cloudq -n "__fish_cloudq_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand completion" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -s p -l profile -d 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -l provider -d 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -s r -l region -d 'Ask in these regions, or `all` [env: CLOUDQ_REGION]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -l exclude-region -d 'Leave out these regions' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -l on-error -d 'When a target fails, `continue` with the others or `fail` at once' -r -f -a "continue\t''
fail\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -l config -d 'Read this configuration file [env: CLOUDQ_CONFIG]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -s o -l output -d 'Print in this format [env: CLOUDQ_OUTPUT]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''
tsv\t''
id\t''
map\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -l color -d 'Colour messages and headers: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -l progress -d 'Tell how far it is: auto (a line on a terminal), plain (lines for a log) or none' -r -f -a "auto\t''
plain\t''
none\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -l error-format -d 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]' -r -f -a "text\t''
json\t''"
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -l endpoint -d 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -l connect-timeout -d 'Give a connection this long [default: 5s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -l request-timeout -d 'Give an attempt this long [default: 30s]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -l timeout -d 'Give the whole command this long [default: 5m]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -l retries -d 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -l concurrency -d 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -l proxy -d 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]' -r
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -l ca-bundle -d 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]' -r -F
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -l all-regions -d 'Ask in all regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -l raw -d 'Add the service\'s own object to images in json and ndjson, as `provider_raw`'
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -l stats -d 'Tell at the end what each target cost: pages, rows, retries, time, request ids'
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -s q -l quiet -d 'Print no notes on stderr, only data and errors'
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -s v -l verbose -d 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]'
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -l explain -d 'Tell on stderr what is asked of whom, and why an image was chosen'
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -s h -l help -d 'Print help'
complete -c cloudq -n "__fish_cloudq_using_subcommand schema" -s V -l version -d 'Print version'
complete -c cloudq -n "__fish_cloudq_using_subcommand help; and not __fish_seen_subcommand_from images regions profiles auth providers config sandbox completion schema help" -f -a "images" -d 'Find machine images'
complete -c cloudq -n "__fish_cloudq_using_subcommand help; and not __fish_seen_subcommand_from images regions profiles auth providers config sandbox completion schema help" -f -a "regions" -d 'List the regions the provider offers'
complete -c cloudq -n "__fish_cloudq_using_subcommand help; and not __fish_seen_subcommand_from images regions profiles auth providers config sandbox completion schema help" -f -a "profiles" -d 'List the configured profiles and where their keys come from'
complete -c cloudq -n "__fish_cloudq_using_subcommand help; and not __fish_seen_subcommand_from images regions profiles auth providers config sandbox completion schema help" -f -a "auth" -d 'Check the keys that profiles use'
complete -c cloudq -n "__fish_cloudq_using_subcommand help; and not __fish_seen_subcommand_from images regions profiles auth providers config sandbox completion schema help" -f -a "providers" -d 'List the providers, or what each filter does on one'
complete -c cloudq -n "__fish_cloudq_using_subcommand help; and not __fish_seen_subcommand_from images regions profiles auth providers config sandbox completion schema help" -f -a "config" -d 'Look at the configuration, or begin one'
complete -c cloudq -n "__fish_cloudq_using_subcommand help; and not __fish_seen_subcommand_from images regions profiles auth providers config sandbox completion schema help" -f -a "sandbox" -d 'Run the emulator, to try commands and to test scripts offline'
complete -c cloudq -n "__fish_cloudq_using_subcommand help; and not __fish_seen_subcommand_from images regions profiles auth providers config sandbox completion schema help" -f -a "completion" -d 'Print the completion script of a shell'
complete -c cloudq -n "__fish_cloudq_using_subcommand help; and not __fish_seen_subcommand_from images regions profiles auth providers config sandbox completion schema help" -f -a "schema" -d 'Print a JSON Schema, or the names of those there are'
complete -c cloudq -n "__fish_cloudq_using_subcommand help; and not __fish_seen_subcommand_from images regions profiles auth providers config sandbox completion schema help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cloudq -n "__fish_cloudq_using_subcommand help; and __fish_seen_subcommand_from images" -f -a "list" -d 'List the images that match, in every chosen region'
complete -c cloudq -n "__fish_cloudq_using_subcommand help; and __fish_seen_subcommand_from images" -f -a "latest" -d 'Print the newest image that matches, in every chosen region'
complete -c cloudq -n "__fish_cloudq_using_subcommand help; and __fish_seen_subcommand_from images" -f -a "get" -d 'Show images by id'
complete -c cloudq -n "__fish_cloudq_using_subcommand help; and __fish_seen_subcommand_from auth" -f -a "check" -d 'Show which key each profile uses, whose it is, and whether the service takes it'
complete -c cloudq -n "__fish_cloudq_using_subcommand help; and __fish_seen_subcommand_from providers" -f -a "show" -d 'Show who decides on each filter, and why one cannot be used'
complete -c cloudq -n "__fish_cloudq_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "path" -d 'Print where the configuration file is looked for'
complete -c cloudq -n "__fish_cloudq_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "show" -d 'Show the settings that count for every chosen profile, and who says so'
complete -c cloudq -n "__fish_cloudq_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "validate" -d 'Check the configuration file'
complete -c cloudq -n "__fish_cloudq_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "init" -d 'Write a configuration file, where there is none yet; ask for it on a terminal'
complete -c cloudq -n "__fish_cloudq_using_subcommand help; and __fish_seen_subcommand_from sandbox" -f -a "serve" -d 'Serve until interrupted; print the variables that point to it'
complete -c cloudq -n "__fish_cloudq_using_subcommand help; and __fish_seen_subcommand_from sandbox" -f -a "run" -d 'Run a command against an emulator of its own, and pass its exit code on'
