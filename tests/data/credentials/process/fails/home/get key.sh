echo '{"access_key_id":"hunter2","access_key_secret":"hunter2"}'
echo first >&2
echo "sign in first" >&2
exit 3
