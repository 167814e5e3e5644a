"""Partners of a proposal: other affiliates of the network and outside organizations, and whether they confirmed."""
