"""Past awards for the backtest, out of tables and of whatever an import reads."""
