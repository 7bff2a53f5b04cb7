"""The commands of `wangge`, one a module; see `wangge.ops.cli`."""
