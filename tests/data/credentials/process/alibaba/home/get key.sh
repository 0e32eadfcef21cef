test "$1" = "an argument" || exit 9
echo '{"mode":"StsToken","access_key_id":"${STS_ID}","access_key_secret":"${STS_SECRET}","sts_token":"${STS_TOKEN}","expiration":"2999-01-02T03:04:05Z"}'
