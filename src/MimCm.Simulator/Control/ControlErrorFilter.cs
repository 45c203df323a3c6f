using System.Text.Json;

namespace MimCm.Simulator.Control;

/// <summary>Returns 400 and the reason for invalid input.</summary>
internal sealed class ControlErrorFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (BadHttpRequestException e)
        {
            return ControlApi.Error(e.StatusCode, e.Message);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or FormatException or InvalidOperationException)
        {
            return ControlApi.Error(400, e.Message);
        }
    }
}
