"""What a public record says about delivery."""
