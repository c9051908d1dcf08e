module hcbridge/bench

go 1.19
