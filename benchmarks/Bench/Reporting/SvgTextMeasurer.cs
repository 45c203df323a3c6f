using OxyPlot;

namespace MimCm.Bench;

/// <summary>Measures text for SVG. OxyPlot measures it in points (1/72 inch) and draws it in pixels (1/96 inch), so that labels would be cut off.</summary>
internal sealed class SvgTextMeasurer() : PdfRenderContext(width: 1, height: 1, OxyColors.Transparent)
{
    private const double PixelsPerPoint = 96 / 72.0;

    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        var size = base.MeasureText(text, fontFamily, fontSize, fontWeight);
        return new OxySize(size.Width * PixelsPerPoint, size.Height * PixelsPerPoint);
    }
}
