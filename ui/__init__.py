"""The windows of Alliance Desk. They know the core; the core never knows them."""
