"""The parts of the page of the register: its moment, its rows, its export, and the page of one alliance."""
