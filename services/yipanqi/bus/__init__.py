"""The SDK of the bus: publish, subscribe, follow. Knows no word of the business."""
