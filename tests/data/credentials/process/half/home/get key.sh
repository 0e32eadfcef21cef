echo '{"access_key_id":"hunter2"}'
