"""The core of Alliance Desk: policies, case files, register, experts, papers, exchange. It never knows a screen."""

__version__ = "0.1.0"
