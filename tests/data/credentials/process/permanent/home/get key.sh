echo '{"access_key_id":"${ID}","access_key_secret":"${SECRET}"}'
