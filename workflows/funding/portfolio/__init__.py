"""The portfolio: where the network's money stands, and how its awards are spread over risk and stage."""
