echo hunter2
