"""Many contributions in one sheet: the workbook that the bot gives, filled in and sent back."""
