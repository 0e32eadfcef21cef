
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'cloudq' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'cloudq'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'cloudq' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--exclude-region', '--exclude-region', [CompletionResultType]::ParameterName, 'Leave out these regions')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages and headers: auto, always or never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file [env: CLOUDQ_CONFIG]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give a connection this long [default: 5s]')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give an attempt this long [default: 30s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give the whole command this long [default: 5m]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]')
            [CompletionResult]::new('--on-error', '--on-error', [CompletionResultType]::ParameterName, 'When a target fails, `continue` with the others or `fail` at once')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]')
            [CompletionResult]::new('--all-regions', '--all-regions', [CompletionResultType]::ParameterName, 'Ask in all regions the provider offers')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('images', 'images', [CompletionResultType]::ParameterValue, 'Find machine images')
            [CompletionResult]::new('regions', 'regions', [CompletionResultType]::ParameterValue, 'List the regions the provider offers')
            [CompletionResult]::new('profiles', 'profiles', [CompletionResultType]::ParameterValue, 'List the configured profiles and where their keys come from')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Look at the configuration, or begin one')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Run the emulator, to try commands and to test scripts offline')
            [CompletionResult]::new('completion', 'completion', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cloudq;images' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--exclude-region', '--exclude-region', [CompletionResultType]::ParameterName, 'Leave out these regions')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages and headers: auto, always or never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file [env: CLOUDQ_CONFIG]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give a connection this long [default: 5s]')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give an attempt this long [default: 30s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give the whole command this long [default: 5m]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]')
            [CompletionResult]::new('--on-error', '--on-error', [CompletionResultType]::ParameterName, 'When a target fails, `continue` with the others or `fail` at once')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]')
            [CompletionResult]::new('--all-regions', '--all-regions', [CompletionResultType]::ParameterName, 'Ask in all regions the provider offers')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the images that match, in every chosen region')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'List the images that match, in every chosen region')
            [CompletionResult]::new('latest', 'latest', [CompletionResultType]::ParameterValue, 'Print the newest image that matches, in every chosen region')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show images by id')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show images by id')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cloudq;images;list' {
            [CompletionResult]::new('--family', '--family', [CompletionResultType]::ParameterName, 'In one of these image families')
            [CompletionResult]::new('--id', '--id', [CompletionResultType]::ParameterName, 'One of these ids')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'With a name like this; `*` and `?` are wildcards')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Owned by self, system, shared, community, marketplace, an account''s id, or any (all but community)')
            [CompletionResult]::new('--status', '--status', [CompletionResultType]::ParameterName, 'In this state: available, pending, failed, unavailable, deprecated or any')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'For this architecture: x86_64, arm64 or i386')
            [CompletionResult]::new('--arch', '--arch', [CompletionResultType]::ParameterName, 'For this architecture: x86_64, arm64 or i386')
            [CompletionResult]::new('--os-type', '--os-type', [CompletionResultType]::ParameterName, 'With this kind of operating system')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'With this tag, repeatable; all must match')
            [CompletionResult]::new('--created-after', '--created-after', [CompletionResultType]::ParameterName, 'Created at this time or later: a time, a date, or an age such as 30d')
            [CompletionResult]::new('--created-before', '--created-before', [CompletionResultType]::ParameterName, 'Created before this time')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them')
            [CompletionResult]::new('--sort-by', '--sort-by', [CompletionResultType]::ParameterName, 'Sort by these columns, or `none` for the service''s order')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Print at most this many images')
            [CompletionResult]::new('--page-size', '--page-size', [CompletionResultType]::ParameterName, 'Ask for this many images on a page [default: as many as the service gives]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--exclude-region', '--exclude-region', [CompletionResultType]::ParameterName, 'Leave out these regions')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages and headers: auto, always or never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file [env: CLOUDQ_CONFIG]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give a connection this long [default: 5s]')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give an attempt this long [default: 30s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give the whole command this long [default: 5m]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]')
            [CompletionResult]::new('--on-error', '--on-error', [CompletionResultType]::ParameterName, 'When a target fails, `continue` with the others or `fail` at once')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the line of column names')
            [CompletionResult]::new('--fail-empty', '--fail-empty', [CompletionResultType]::ParameterName, 'Exit with code 3 when no image matches')
            [CompletionResult]::new('--all-regions', '--all-regions', [CompletionResultType]::ParameterName, 'Ask in all regions the provider offers')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cloudq;images;ls' {
            [CompletionResult]::new('--family', '--family', [CompletionResultType]::ParameterName, 'In one of these image families')
            [CompletionResult]::new('--id', '--id', [CompletionResultType]::ParameterName, 'One of these ids')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'With a name like this; `*` and `?` are wildcards')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Owned by self, system, shared, community, marketplace, an account''s id, or any (all but community)')
            [CompletionResult]::new('--status', '--status', [CompletionResultType]::ParameterName, 'In this state: available, pending, failed, unavailable, deprecated or any')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'For this architecture: x86_64, arm64 or i386')
            [CompletionResult]::new('--arch', '--arch', [CompletionResultType]::ParameterName, 'For this architecture: x86_64, arm64 or i386')
            [CompletionResult]::new('--os-type', '--os-type', [CompletionResultType]::ParameterName, 'With this kind of operating system')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'With this tag, repeatable; all must match')
            [CompletionResult]::new('--created-after', '--created-after', [CompletionResultType]::ParameterName, 'Created at this time or later: a time, a date, or an age such as 30d')
            [CompletionResult]::new('--created-before', '--created-before', [CompletionResultType]::ParameterName, 'Created before this time')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them')
            [CompletionResult]::new('--sort-by', '--sort-by', [CompletionResultType]::ParameterName, 'Sort by these columns, or `none` for the service''s order')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Print at most this many images')
            [CompletionResult]::new('--page-size', '--page-size', [CompletionResultType]::ParameterName, 'Ask for this many images on a page [default: as many as the service gives]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--exclude-region', '--exclude-region', [CompletionResultType]::ParameterName, 'Leave out these regions')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages and headers: auto, always or never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file [env: CLOUDQ_CONFIG]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give a connection this long [default: 5s]')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give an attempt this long [default: 30s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give the whole command this long [default: 5m]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]')
            [CompletionResult]::new('--on-error', '--on-error', [CompletionResultType]::ParameterName, 'When a target fails, `continue` with the others or `fail` at once')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the line of column names')
            [CompletionResult]::new('--fail-empty', '--fail-empty', [CompletionResultType]::ParameterName, 'Exit with code 3 when no image matches')
            [CompletionResult]::new('--all-regions', '--all-regions', [CompletionResultType]::ParameterName, 'Ask in all regions the provider offers')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cloudq;images;latest' {
            [CompletionResult]::new('--family', '--family', [CompletionResultType]::ParameterName, 'In one of these image families')
            [CompletionResult]::new('--id', '--id', [CompletionResultType]::ParameterName, 'One of these ids')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'With a name like this; `*` and `?` are wildcards')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Owned by self, system, shared, community, marketplace, an account''s id, or any (all but community)')
            [CompletionResult]::new('--status', '--status', [CompletionResultType]::ParameterName, 'In this state: available, pending, failed, unavailable, deprecated or any')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'For this architecture: x86_64, arm64 or i386')
            [CompletionResult]::new('--arch', '--arch', [CompletionResultType]::ParameterName, 'For this architecture: x86_64, arm64 or i386')
            [CompletionResult]::new('--os-type', '--os-type', [CompletionResultType]::ParameterName, 'With this kind of operating system')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'With this tag, repeatable; all must match')
            [CompletionResult]::new('--created-after', '--created-after', [CompletionResultType]::ParameterName, 'Created at this time or later: a time, a date, or an age such as 30d')
            [CompletionResult]::new('--created-before', '--created-before', [CompletionResultType]::ParameterName, 'Created before this time')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Print this many of the newest')
            [CompletionResult]::new('--skip', '--skip', [CompletionResultType]::ParameterName, 'Leave out this many of the newest: 1 is the one before')
            [CompletionResult]::new('--max-age', '--max-age', [CompletionResultType]::ParameterName, 'Exit with code 10 when the newest is older than this, such as 30d')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--exclude-region', '--exclude-region', [CompletionResultType]::ParameterName, 'Leave out these regions')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages and headers: auto, always or never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file [env: CLOUDQ_CONFIG]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give a connection this long [default: 5s]')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give an attempt this long [default: 30s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give the whole command this long [default: 5m]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]')
            [CompletionResult]::new('--on-error', '--on-error', [CompletionResultType]::ParameterName, 'When a target fails, `continue` with the others or `fail` at once')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the line of column names')
            [CompletionResult]::new('--allow-missing', '--allow-missing', [CompletionResultType]::ParameterName, 'Exit with code 0 even where nothing matches')
            [CompletionResult]::new('--all-regions', '--all-regions', [CompletionResultType]::ParameterName, 'Ask in all regions the provider offers')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cloudq;images;get' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--exclude-region', '--exclude-region', [CompletionResultType]::ParameterName, 'Leave out these regions')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages and headers: auto, always or never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file [env: CLOUDQ_CONFIG]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give a connection this long [default: 5s]')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give an attempt this long [default: 30s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give the whole command this long [default: 5m]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]')
            [CompletionResult]::new('--on-error', '--on-error', [CompletionResultType]::ParameterName, 'When a target fails, `continue` with the others or `fail` at once')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the line of column names')
            [CompletionResult]::new('--all-regions', '--all-regions', [CompletionResultType]::ParameterName, 'Ask in all regions the provider offers')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cloudq;images;show' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--exclude-region', '--exclude-region', [CompletionResultType]::ParameterName, 'Leave out these regions')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages and headers: auto, always or never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file [env: CLOUDQ_CONFIG]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give a connection this long [default: 5s]')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give an attempt this long [default: 30s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give the whole command this long [default: 5m]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]')
            [CompletionResult]::new('--on-error', '--on-error', [CompletionResultType]::ParameterName, 'When a target fails, `continue` with the others or `fail` at once')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the line of column names')
            [CompletionResult]::new('--all-regions', '--all-regions', [CompletionResultType]::ParameterName, 'Ask in all regions the provider offers')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cloudq;images;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the images that match, in every chosen region')
            [CompletionResult]::new('latest', 'latest', [CompletionResultType]::ParameterValue, 'Print the newest image that matches, in every chosen region')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show images by id')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cloudq;images;help;list' {
            break
        }
        'cloudq;images;help;latest' {
            break
        }
        'cloudq;images;help;get' {
            break
        }
        'cloudq;images;help;help' {
            break
        }
        'cloudq;regions' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--exclude-region', '--exclude-region', [CompletionResultType]::ParameterName, 'Leave out these regions')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages and headers: auto, always or never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file [env: CLOUDQ_CONFIG]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give a connection this long [default: 5s]')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give an attempt this long [default: 30s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give the whole command this long [default: 5m]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]')
            [CompletionResult]::new('--on-error', '--on-error', [CompletionResultType]::ParameterName, 'When a target fails, `continue` with the others or `fail` at once')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the line of column names')
            [CompletionResult]::new('--all-regions', '--all-regions', [CompletionResultType]::ParameterName, 'Ask in all regions the provider offers')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cloudq;profiles' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns of table, csv and tsv; `+x` adds, `^x` removes, `help` lists them')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--exclude-region', '--exclude-region', [CompletionResultType]::ParameterName, 'Leave out these regions')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages and headers: auto, always or never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file [env: CLOUDQ_CONFIG]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give a connection this long [default: 5s]')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give an attempt this long [default: 30s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give the whole command this long [default: 5m]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]')
            [CompletionResult]::new('--on-error', '--on-error', [CompletionResultType]::ParameterName, 'When a target fails, `continue` with the others or `fail` at once')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the line of column names')
            [CompletionResult]::new('--all-regions', '--all-regions', [CompletionResultType]::ParameterName, 'Ask in all regions the provider offers')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cloudq;config' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--exclude-region', '--exclude-region', [CompletionResultType]::ParameterName, 'Leave out these regions')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages and headers: auto, always or never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file [env: CLOUDQ_CONFIG]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give a connection this long [default: 5s]')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give an attempt this long [default: 30s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give the whole command this long [default: 5m]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]')
            [CompletionResult]::new('--on-error', '--on-error', [CompletionResultType]::ParameterName, 'When a target fails, `continue` with the others or `fail` at once')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]')
            [CompletionResult]::new('--all-regions', '--all-regions', [CompletionResultType]::ParameterName, 'Ask in all regions the provider offers')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print where the configuration file is looked for')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Check the configuration file')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write a commented configuration file, where there is none yet')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cloudq;config;path' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--exclude-region', '--exclude-region', [CompletionResultType]::ParameterName, 'Leave out these regions')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages and headers: auto, always or never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file [env: CLOUDQ_CONFIG]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give a connection this long [default: 5s]')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give an attempt this long [default: 30s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give the whole command this long [default: 5m]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]')
            [CompletionResult]::new('--on-error', '--on-error', [CompletionResultType]::ParameterName, 'When a target fails, `continue` with the others or `fail` at once')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]')
            [CompletionResult]::new('--all-regions', '--all-regions', [CompletionResultType]::ParameterName, 'Ask in all regions the provider offers')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cloudq;config;validate' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--exclude-region', '--exclude-region', [CompletionResultType]::ParameterName, 'Leave out these regions')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages and headers: auto, always or never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file [env: CLOUDQ_CONFIG]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give a connection this long [default: 5s]')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give an attempt this long [default: 30s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give the whole command this long [default: 5m]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]')
            [CompletionResult]::new('--on-error', '--on-error', [CompletionResultType]::ParameterName, 'When a target fails, `continue` with the others or `fail` at once')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]')
            [CompletionResult]::new('--all-regions', '--all-regions', [CompletionResultType]::ParameterName, 'Ask in all regions the provider offers')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cloudq;config;init' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--exclude-region', '--exclude-region', [CompletionResultType]::ParameterName, 'Leave out these regions')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages and headers: auto, always or never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file [env: CLOUDQ_CONFIG]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give a connection this long [default: 5s]')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give an attempt this long [default: 30s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give the whole command this long [default: 5m]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]')
            [CompletionResult]::new('--on-error', '--on-error', [CompletionResultType]::ParameterName, 'When a target fails, `continue` with the others or `fail` at once')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]')
            [CompletionResult]::new('--all-regions', '--all-regions', [CompletionResultType]::ParameterName, 'Ask in all regions the provider offers')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cloudq;config;help' {
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print where the configuration file is looked for')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Check the configuration file')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write a commented configuration file, where there is none yet')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cloudq;config;help;path' {
            break
        }
        'cloudq;config;help;validate' {
            break
        }
        'cloudq;config;help;init' {
            break
        }
        'cloudq;config;help;help' {
            break
        }
        'cloudq;sandbox' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--exclude-region', '--exclude-region', [CompletionResultType]::ParameterName, 'Leave out these regions')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages and headers: auto, always or never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file [env: CLOUDQ_CONFIG]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give a connection this long [default: 5s]')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give an attempt this long [default: 30s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give the whole command this long [default: 5m]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]')
            [CompletionResult]::new('--on-error', '--on-error', [CompletionResultType]::ParameterName, 'When a target fails, `continue` with the others or `fail` at once')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]')
            [CompletionResult]::new('--all-regions', '--all-regions', [CompletionResultType]::ParameterName, 'Ask in all regions the provider offers')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve until interrupted; print the variables that point to it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cloudq;sandbox;serve' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Listen on this port of 127.0.0.1; 0 takes a free one')
            [CompletionResult]::new('--images', '--images', [CompletionResultType]::ParameterName, 'How many images an unfiltered list of a region has')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Which made-up images: the same seed gives the same ones')
            [CompletionResult]::new('--latency', '--latency', [CompletionResultType]::ParameterName, 'Hold every answer back this many milliseconds')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Misbehave: KIND[:COUNT][@REGION][/PAGE], repeatable')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--exclude-region', '--exclude-region', [CompletionResultType]::ParameterName, 'Leave out these regions')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages and headers: auto, always or never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file [env: CLOUDQ_CONFIG]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give a connection this long [default: 5s]')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give an attempt this long [default: 30s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give the whole command this long [default: 5m]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]')
            [CompletionResult]::new('--on-error', '--on-error', [CompletionResultType]::ParameterName, 'When a target fails, `continue` with the others or `fail` at once')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]')
            [CompletionResult]::new('--all-regions', '--all-regions', [CompletionResultType]::ParameterName, 'Ask in all regions the provider offers')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cloudq;sandbox;help' {
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve until interrupted; print the variables that point to it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cloudq;sandbox;help;serve' {
            break
        }
        'cloudq;sandbox;help;help' {
            break
        }
        'cloudq;completion' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use these profiles, or `all` [env: CLOUDQ_PROFILE]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Ask this cloud, by id or alias [env: CLOUDQ_PROVIDER]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Ask in these regions, or `all` [env: CLOUDQ_REGION]')
            [CompletionResult]::new('--exclude-region', '--exclude-region', [CompletionResultType]::ParameterName, 'Leave out these regions')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print in this format [env: CLOUDQ_OUTPUT]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages and headers: auto, always or never')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Print errors as text, or as one JSON object a line [env: CLOUDQ_ERROR_FORMAT]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file [env: CLOUDQ_CONFIG]')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Send to this address; http for loopback only [env: CLOUDQ_ENDPOINT]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give a connection this long [default: 5s]')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give an attempt this long [default: 30s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give the whole command this long [default: 5m]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try a call this many times more [default: 3] [env: CLOUDQ_RETRIES]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests under way at once to an endpoint, 1 to 32 [default: 8] [env: CLOUDQ_CONCURRENCY]')
            [CompletionResult]::new('--on-error', '--on-error', [CompletionResultType]::ParameterName, 'When a target fails, `continue` with the others or `fail` at once')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Go through this proxy, or `none` [env: HTTPS_PROXY, NO_PROXY]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Trust the authorities in this PEM file only [env: SSL_CERT_FILE]')
            [CompletionResult]::new('--all-regions', '--all-regions', [CompletionResultType]::ParameterName, 'Ask in all regions the provider offers')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes on stderr, only data and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell calls, -vv headers too, -vvv bodies too, secrets hidden [env: CLOUDQ_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cloudq;help' {
            [CompletionResult]::new('images', 'images', [CompletionResultType]::ParameterValue, 'Find machine images')
            [CompletionResult]::new('regions', 'regions', [CompletionResultType]::ParameterValue, 'List the regions the provider offers')
            [CompletionResult]::new('profiles', 'profiles', [CompletionResultType]::ParameterValue, 'List the configured profiles and where their keys come from')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Look at the configuration, or begin one')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Run the emulator, to try commands and to test scripts offline')
            [CompletionResult]::new('completion', 'completion', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cloudq;help;images' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the images that match, in every chosen region')
            [CompletionResult]::new('latest', 'latest', [CompletionResultType]::ParameterValue, 'Print the newest image that matches, in every chosen region')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show images by id')
            break
        }
        'cloudq;help;images;list' {
            break
        }
        'cloudq;help;images;latest' {
            break
        }
        'cloudq;help;images;get' {
            break
        }
        'cloudq;help;regions' {
            break
        }
        'cloudq;help;profiles' {
            break
        }
        'cloudq;help;config' {
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print where the configuration file is looked for')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Check the configuration file')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write a commented configuration file, where there is none yet')
            break
        }
        'cloudq;help;config;path' {
            break
        }
        'cloudq;help;config;validate' {
            break
        }
        'cloudq;help;config;init' {
            break
        }
        'cloudq;help;sandbox' {
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve until interrupted; print the variables that point to it')
            break
        }
        'cloudq;help;sandbox;serve' {
            break
        }
        'cloudq;help;completion' {
            break
        }
        'cloudq;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
