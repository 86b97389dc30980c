passwd last portal
group last portal
shadow last portal
