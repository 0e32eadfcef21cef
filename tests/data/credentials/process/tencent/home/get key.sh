echo '{"TmpSecretId":"${STS_ID}","TmpSecretKey":"${STS_SECRET}","Token":"${STS_TOKEN}","ExpiredTime":32000000000}'
