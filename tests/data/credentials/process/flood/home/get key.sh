while :; do echo hunter2hunter2hunter2hunter2hunter2hunter2; done
