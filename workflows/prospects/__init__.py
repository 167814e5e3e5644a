"""Prospects: the funds, partnerships and resources that an affiliate seeks, and the funders that the network knows."""
