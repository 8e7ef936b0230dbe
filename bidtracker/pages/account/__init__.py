"""Pages on an account: what there is to say of it before a call, each thing said once."""
